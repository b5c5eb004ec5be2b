namespace Decentral.Pipeline.Recovery;

/// <summary>What a run may do about stages that are lost.</summary>
public sealed record RecoveryOptions
{
    /// <summary>What is kept in memory.</summary>
    public BuddyKind Buddy { get; init; }

    /// <summary>What may be made of the stages beside a lost one.</summary>
    public NeighbourKind Neighbours { get; init; }
}
