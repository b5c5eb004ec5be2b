using Decentral.Pipeline.Conducting;

namespace Decentral.Pipeline.Workers;

/// <summary>
/// The work of the last steps, as a conductor asks again for those that it undoes. The conductor reads it on its own turn, which is why it is
/// locked.
/// </summary>
internal sealed class WorkBook
{
    /// <summary>Steps that may be undone though nobody copies anything: a conductor goes back no further without copies.</summary>
    private const long Spare = 32;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StepWork> _works = [];

    /// <summary>Adds the work of the next step.</summary>
    public void Add(long step, StepWork work)
    {
        lock (_gate)
        {
            _works[step] = work;
        }
    }

    /// <summary>The work of a step; null where there is none yet.</summary>
    public StepWork? Find(long step)
    {
        lock (_gate)
        {
            return _works.GetValueOrDefault(step);
        }
    }

    /// <summary>No loss undoes a step any more.</summary>
    public void Forget(long step)
    {
        lock (_gate)
        {
            foreach (var old in _works.Keys.TakeWhile(old => old <= step - Spare).ToArray())
            {
                _works.Remove(old);
            }
        }
    }
}
