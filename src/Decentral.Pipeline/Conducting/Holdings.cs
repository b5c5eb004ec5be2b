using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Recovery;

namespace Decentral.Pipeline.Conducting;

/// <summary>Who has the state of what, as far as the conductor knows: it may be more, never less.</summary>
internal sealed class Holdings
{
    private readonly SortedDictionary<MemberId, Holding> _live = [];
    private readonly List<Holding> _copies = [];

    /// <summary>All of it, in a fixed order.</summary>
    public ImmutableArray<Holding> All => [.. _live.Values, .. _copies];

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _live.Clear();
        _copies.Clear();
    }

    /// <summary>A member has its stage in a state.</summary>
    public void SetLive(MemberId member, StateStamp stamp, ImmutableArray<ModelAtom> atoms) =>
        _live[member] = new Holding(member, stamp, atoms, IsCopy: false);

    /// <summary>Whoever is alive has made a step, or has all that it takes.</summary>
    public void Advance(IEnumerable<MemberId> members, StateStamp stamp)
    {
        foreach (var member in members)
        {
            _live[member] = _live[member] with { Stamp = stamp };
        }
    }

    /// <summary>It is not known in which state a member is, as it was told to go to another.</summary>
    public void Unsettle(MemberId member) => _live.Remove(member);

    /// <summary>The state that a member has; null where that is not known.</summary>
    public Holding? LiveOf(MemberId member) => _live.GetValueOrDefault(member);

    /// <summary>A member keeps a copy.</summary>
    public void Add(MemberId holder, CopyId copy)
    {
        var holding = new Holding(holder, copy.Stamp, copy.Atoms, IsCopy: true);
        if (!_copies.Any(other => other.IsSame(holding)))
        {
            _copies.Add(holding);
            _copies.Sort((a, b) => (a.Member, b.Stamp.Step, a.Atoms[0]).CompareTo((b.Member, a.Stamp.Step, b.Atoms[0])));
        }
    }

    /// <summary>A member is gone, with all that it had.</summary>
    public void Lose(MemberId member)
    {
        _live.Remove(member);
        _copies.RemoveAll(copy => copy.Member == member);
    }

    /// <summary>Copies that do not count are forgotten.</summary>
    public void Forget(Predicate<StateStamp> isOfNoUse) => _copies.RemoveAll(copy => isOfNoUse(copy.Stamp));

    /// <summary>Whether each atom of some state is kept by two members.</summary>
    public bool IsKeptTwice(StateStamp stamp, IEnumerable<ModelAtom> atoms) => atoms.All(atom => _copies
        .Where(copy => copy.Stamp == stamp && copy.Atoms.Contains(atom)).Select(copy => copy.Member).Distinct().Count() > 1);
}
