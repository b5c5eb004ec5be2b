using System.Collections.Immutable;

namespace Decentral.Pipeline.Planning;

/// <summary>Members by kind: those of one kind differ by name alone, so that plans need not tell them apart.</summary>
internal sealed class KindCounts
{
    public KindCounts(IEnumerable<PipelineMember> members)
    {
        // In an order of their own: the plan is the same in whatever order members are named.
        var groups = members.GroupBy(member => member.Kind)
            .OrderByDescending(group => group.Key.Speed)
            .ThenByDescending(group => group.Key.Memory)
            .ThenBy(group => group.Key.Group ?? int.MaxValue)
            .ThenByDescending(group => group.Key.Link.BytesPerSecond).ThenBy(group => group.Key.Link.Latency)
            .ThenByDescending(group => group.Key.GroupLink.BytesPerSecond).ThenBy(group => group.Key.GroupLink.Latency)
            .ToArray();
        Members = [.. groups.Select(group => group.ToImmutableArray())];
        var strides = new int[groups.Length + 1];
        strides[0] = 1;
        for (var kind = 0; kind < groups.Length; kind++)
        {
            strides[kind + 1] = (int)Math.Min(int.MaxValue / 2, (long)strides[kind] * (Members[kind].Length + 1));
        }

        Strides = [.. strides];
    }

    /// <summary>By kind.</summary>
    public ImmutableArray<ImmutableArray<PipelineMember>> Members { get; }

    /// <summary>By kind, what one more of it adds to the number of a selection; last, how many selections there are.</summary>
    public ImmutableArray<int> Strides { get; }

    /// <summary>Ways to select some of the members.</summary>
    public int Selections => Strides[^1];

    /// <summary>How many kinds there are.</summary>
    public int Count => Members.Length;

    /// <summary>How many of a kind a selection has.</summary>
    public int Of(int selection, int kind) => selection / Strides[kind] % (Members[kind].Length + 1);

    /// <summary>How many members a selection has.</summary>
    public int SizeOf(int selection) => Enumerable.Range(0, Count).Sum(kind => Of(selection, kind));

    /// <summary>The number of the selection of some members, all of them known.</summary>
    public int NumberOf(IEnumerable<PipelineMember> members) =>
        members.Sum(member => Strides[Enumerable.Range(0, Count).First(kind => Members[kind][0].Kind == member.Kind)]);

    /// <summary>The first members of each kind that a selection has.</summary>
    public ImmutableArray<PipelineMember> MembersOf(int selection) =>
        [.. Enumerable.Range(0, Count).SelectMany(kind => Members[kind].Take(Of(selection, kind)))];

    /// <summary>Members for kinds in some order.</summary>
    public ImmutableArray<PipelineMember> Name(IEnumerable<int> kinds)
    {
        var used = new int[Count];
        return [.. kinds.Select(kind => Members[kind][used[kind]++])];
    }
}
