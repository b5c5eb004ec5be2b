namespace Decentral.Pipeline.Planning;

/// <summary>A machine that can have a stage.</summary>
public sealed record PipelineMember
{
    /// <summary>Unique among members.</summary>
    public required string Name { get; init; }

    /// <summary>How fast it computes, as a multiple of the device that costs are stated for; above 0.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Bytes of memory that a stage may take.</summary>
    public long Memory { get; init; } = long.MaxValue;

    /// <summary>To members of other groups.</summary>
    public MemberLink Link { get; init; } = MemberLink.Instant;

    /// <summary>Which members it shares a fast network with; null for none.</summary>
    public int? Group { get; init; }

    /// <summary>To members of its own group.</summary>
    public MemberLink GroupLink { get; init; } = MemberLink.Instant;

    /// <summary>The link from this member to another.</summary>
    public MemberLink To(PipelineMember other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsNear(other) ? GroupLink.With(other.GroupLink) : Link.With(other.Link);
    }

    /// <summary>Whether both are in one group.</summary>
    public bool IsNear(PipelineMember other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Group is not null && Group == other.Group;
    }

    /// <summary>All that plans depend on, which its name is not.</summary>
    internal PipelineMember Kind => this with { Name = "" };
}
