using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>The steps that count, each with the epoch in which it was made, as far back as anybody may have a copy of the state behind it.</summary>
internal sealed class Lineage
{
    private readonly SortedDictionary<long, Epoch> _epochs = new() { [0] = default };

    /// <summary>The state behind the last step.</summary>
    public StateStamp Last { get; private set; }

    /// <summary>Copies of earlier steps are of no use.</summary>
    public long KeptFrom { get; private set; }

    /// <summary>Takes over what was found out of steps that another has conducted.</summary>
    public void Restore(IEnumerable<StateStamp> stamps)
    {
        _epochs.Clear();
        foreach (var stamp in stamps.OrderBy(stamp => stamp.Step))
        {
            _epochs[stamp.Step] = stamp.Epoch;
            Last = stamp;
        }

        KeptFrom = _epochs.Keys.DefaultIfEmpty().Min();
    }

    /// <summary>A step was decided.</summary>
    public void Add(StateStamp stamp)
    {
        _epochs.Add(stamp.Step, stamp.Epoch);
        Last = stamp;
    }

    /// <summary>Nobody keeps copies for long: only the last few steps can be asked for.</summary>
    public void KeepLast() => KeepFrom(Last.Step - MostWithoutCopies);

    /// <summary>Whether a state is one that counts.</summary>
    public bool Has(StateStamp stamp) => _epochs.TryGetValue(stamp.Step, out var epoch) && epoch == stamp.Epoch;

    /// <summary>Undoes what was made behind a state.</summary>
    public void GoBackTo(StateStamp stamp)
    {
        foreach (var step in _epochs.Keys.Where(step => step > stamp.Step).ToArray())
        {
            _epochs.Remove(step);
        }

        _epochs[stamp.Step] = stamp.Epoch;
        Last = stamp;
        KeptFrom = Math.Min(KeptFrom, stamp.Step);
    }

    /// <summary>There is a newer complete set of copies.</summary>
    public void KeepFrom(long step)
    {
        KeptFrom = Math.Max(KeptFrom, step);
        DropBefore(KeptFrom);
    }

    private const int MostWithoutCopies = 16;

    private void DropBefore(long step)
    {
        foreach (var old in _epochs.Keys.Where(old => old < step).ToArray())
        {
            _epochs.Remove(old);
        }
    }
}
