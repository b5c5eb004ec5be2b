using System.Collections;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// The updates whose rounds' outcomes a worker waits for, in the order of the rounds: one; or one of each fragment where members train
/// on their own clocks, as they go on meanwhile. Owns them.
/// </summary>
internal sealed class OutgoingUpdates(FragmentSchedule schedule) : IEnumerable<OutgoingUpdate>, IDisposable
{
    private readonly List<OutgoingUpdate> _updates = [];

    /// <summary>That of the latest round; null where there is none.</summary>
    public OutgoingUpdate? Last => _updates.Count == 0 ? null : _updates[^1];

    /// <summary>The update of a round; null where there is none.</summary>
    public OutgoingUpdate? Of(Round round) => _updates.Find(update => update.Work.Round == round);

    /// <summary>The update of a fragment; null where there is none.</summary>
    public OutgoingUpdate? Of(FragmentId fragment) => _updates.Find(update => schedule.FragmentOf(update.Work.Round) == fragment);

    /// <summary>Takes over an update, and drops the ones that nobody will ask for after it.</summary>
    public void Add(OutgoingUpdate update)
    {
        Drop(other => !schedule.IsInterleaved || schedule.FragmentOf(other.Work.Round) == schedule.FragmentOf(update.Work.Round));
        _updates.Add(update);
        _updates.Sort((one, other) => one.Work.Round.CompareTo(other.Work.Round));
    }

    /// <summary>Drops those of some rounds.</summary>
    public void Drop(Predicate<OutgoingUpdate> isDropped)
    {
        foreach (var update in _updates.FindAll(isDropped))
        {
            _updates.Remove(update);
            update.Dispose();
        }
    }

    public void Clear() => Drop(static _ => true);

    public void Dispose() => Clear();

    public IEnumerator<OutgoingUpdate> GetEnumerator() => _updates.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
