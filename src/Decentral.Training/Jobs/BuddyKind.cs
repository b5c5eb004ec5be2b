namespace Decentral.Training.Jobs;

/// <summary>What the members of a pipeline keep of each other's states, in memory.</summary>
public enum BuddyKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// Each stage keeps its state and has it at one other member: two to four times as much memory again, as the last whole set stays until
    /// the next one is.
    /// </summary>
    Copy,

    /// <summary>
    /// Each member of a group of n keeps parity: 1 / (n - 1) as much again, and any one of them may be lost.
    /// </summary>
    Parity,
}
