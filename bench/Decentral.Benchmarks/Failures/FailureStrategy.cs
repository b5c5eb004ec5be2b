using Decentral.Training.Jobs;

namespace Decentral.Benchmarks.Failures;

/// <summary>A way to go on after a stage is lost.</summary>
/// <param name="Name">In tables and files.</param>
/// <param name="Kind">What is done.</param>
/// <param name="StepsPerCopy">Steps from one copy of the whole state to the next; 0 for none.</param>
internal sealed record FailureStrategy(string Name, StrategyKind Kind, int StepsPerCopy = 0)
{
    /// <summary>Whether a loss changes nothing but the time: losses by step are those of a run without failures.</summary>
    public bool IsExact => Kind is StrategyKind.NoFailure or StrategyKind.Probed or StrategyKind.Checkpoint or StrategyKind.Redundant
        or StrategyKind.Buddy or StrategyKind.BuddyInStep;

    /// <summary>
    /// Whether the first and the last stage may be lost. Where only neighbours can help they have too few of them, and are
    /// spared.
    /// </summary>
    public bool MayLoseEnds => IsExact || Kind == StrategyKind.CheckFreePlus;

    public BuddyKind Buddy => StepsPerCopy > 0 ? BuddyKind.Copy : BuddyKind.None;

    public NeighbourKind Neighbours => Kind == StrategyKind.CheckFreePlus ? NeighbourKind.CheckFreePlus
        : IsExact ? NeighbourKind.None
        : NeighbourKind.CheckFree;
}
