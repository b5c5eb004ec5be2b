using System.Collections.Immutable;

namespace Decentral.Pipeline.Planning;

/// <summary>
/// Which member has which replica of which stage. The replicas of a stage, which reduce all its parameters with each other, are in one
/// group with a fast network where that can be; what crosses the slow links are activations (Holmes, arXiv:2312.03549).
/// </summary>
public sealed class ReplicaGrid
{
    private ReplicaGrid(ImmutableArray<ImmutableArray<PipelineMember>> stages) => Stages = stages;

    /// <summary>By stage and replica; in no order of the model, which is the planner's to choose.</summary>
    public ImmutableArray<ImmutableArray<PipelineMember>> Stages { get; }

    /// <summary>Stages whose replicas are not all in one group; as few as there can be.</summary>
    public int Spread => Stages.Count(IsSpread);

    /// <summary>Takes the fastest members of each group together, so that no replica waits long for another.</summary>
    /// <param name="members">At least as many as places.</param>
    /// <param name="stages">At least 1.</param>
    /// <param name="replicas">Of each stage, at least 1.</param>
    public static ReplicaGrid Place(IReadOnlyList<PipelineMember> members, int stages, int replicas)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentOutOfRangeException.ThrowIfLessThan(stages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(members.Count, stages * replicas);
        var groups = GroupsOf(members);
        var whole = groups.SelectMany(group => group.Chunk(replicas)).Where(chunk => chunk.Length == replicas)
            .OrderByDescending(chunk => chunk.Min(member => member.Speed))
            .Take(stages)
            .ToArray();
        var taken = whole.SelectMany(chunk => chunk).Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var mixed = groups.Select(group => group.Where(member => !taken.Contains(member.Name)).ToArray())
            .OrderByDescending(rest => rest.Length)
            .SelectMany(rest => rest)
            .Chunk(replicas)
            .Take(stages - whole.Length);
        return new ReplicaGrid([.. whole.Concat(mixed).Select(chunk => chunk.ToImmutableArray())]);
    }

    /// <summary>A stage's replicas as one member: as slow, as narrow and as badly linked as the worst of them.</summary>
    internal static PipelineMember AsOne(ImmutableArray<PipelineMember> replicas) => new()
    {
        Name = string.Join('+', replicas.Select(replica => replica.Name)),
        Speed = replicas.Min(replica => replica.Speed),
        Memory = replicas.Min(replica => replica.Memory),
        Link = replicas.Select(replica => replica.Link).Aggregate((one, other) => one.With(other)),
        GroupLink = replicas.Select(replica => replica.GroupLink).Aggregate((one, other) => one.With(other)),
        Group = IsSpread(replicas) ? null : replicas[0].Group,
    };

    /// <summary>The slowest link between two replicas of a stage.</summary>
    internal static MemberLink LinkAmong(ImmutableArray<PipelineMember> replicas) =>
        IsSpread(replicas) ? AsOne(replicas).Link : AsOne(replicas).GroupLink;

    private static bool IsSpread(ImmutableArray<PipelineMember> replicas) =>
        replicas.Length > 1 && !replicas.All(replica => replica.IsNear(replicas[0]));

    /// <summary>A member without a group is one of its own.</summary>
    private static PipelineMember[][] GroupsOf(IReadOnlyList<PipelineMember> members) =>
    [
        .. members
            .GroupBy(member => member.Group is { } group ? Amounts.Words($"group {group}") : $"member {member.Name}")
            .Select(group => group.OrderByDescending(member => member.Speed).ThenByDescending(member => member.Memory).ToArray()),
    ];
}
