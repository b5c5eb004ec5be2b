namespace Decentral.Pipeline.Recovery;

/// <summary>What the members of a pipeline keep of each other's states, in memory.</summary>
public enum BuddyKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each stage has its state at one other member: as much memory again.</summary>
    Copy,

    /// <summary>
    /// Each member of a group of n keeps parity: 1 / (n - 1) as much again, and any one of them may be lost.
    /// </summary>
    Parity,
}
