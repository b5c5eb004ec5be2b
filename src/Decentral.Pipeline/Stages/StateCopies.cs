using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>
/// Copies that a member keeps, of its own state and of others'. The last complete set stays until a newer one is complete, so there are those of
/// two states of each owner at most: the oldest, which may be the only whole one, and the newest.
/// </summary>
internal sealed class StateCopies : IDisposable
{
    private const int MostOfAnOwner = 2;

    private readonly List<StateCopy> _copies = [];

    /// <summary>Of what there are copies.</summary>
    public IEnumerable<CopyId> Ids => _copies.Select(copy => copy.Id);

    /// <summary>Takes a copy over.</summary>
    /// <returns>Whether it is kept: it is not where there is one of the same already.</returns>
    public bool Add(StateCopy copy)
    {
        if (Ids.Contains(copy.Id))
        {
            copy.Dispose();
            return false;
        }

        _copies.Add(copy);
        var own = _copies.Where(other => other.Id.Owner == copy.Id.Owner).GroupBy(other => other.Id.Stamp)
            .OrderBy(group => group.Key.Step).ToArray();
        foreach (var surplus in own.Skip(1).SkipLast(MostOfAnOwner - 1).SelectMany(group => group).ToArray())
        {
            Drop(surplus);
        }

        return true;
    }

    /// <summary>A copy that has an atom in a state.</summary>
    public bool TryFind(StateStamp stamp, ModelAtom atom, [NotNullWhen(true)] out StateCopy? found)
    {
        found = _copies.Find(copy => copy.Id.Stamp == stamp && copy.Id.Atoms.Contains(atom));
        return found is not null;
    }

    /// <summary>A copy of just some atoms of a member's; null where there is none.</summary>
    public StateCopy? Of(MemberId owner, StateStamp stamp, ImmutableArray<ModelAtom> atoms) =>
        _copies.Find(copy => copy.Id == new CopyId(owner, stamp, atoms));

    /// <summary>Drops what is older than a step.</summary>
    public void DropBefore(long step)
    {
        foreach (var copy in _copies.Where(copy => copy.Id.Stamp.Step < step).ToArray())
        {
            Drop(copy);
        }
    }

    /// <summary>Drops what was made behind a state that all go back to.</summary>
    public void DropAfter(StateStamp stamp)
    {
        foreach (var copy in _copies.Where(copy => copy.Id.Stamp.Step >= stamp.Step && copy.Id.Stamp != stamp).ToArray())
        {
            Drop(copy);
        }
    }

    /// <summary>Drops what there is of a run's first state.</summary>
    public void DropFirst()
    {
        foreach (var copy in _copies.Where(copy => copy.Id.Stamp == default).ToArray())
        {
            Drop(copy);
        }
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        _copies.ForEach(copy => copy.Dispose());
        _copies.Clear();
    }

    public void Dispose() => Clear();

    private void Drop(StateCopy copy)
    {
        _copies.Remove(copy);
        copy.Dispose();
    }
}
