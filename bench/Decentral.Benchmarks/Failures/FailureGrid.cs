using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>What is run, in its order: all strategies on the first seed, then more seeds of those that are not exact.</summary>
internal static class FailureGrid
{
    /// <summary>A run in which nothing is lost, which the others are measured by.</summary>
    public static readonly FailureStrategy NoFailure = new("no-failure", StrategyKind.NoFailure);

    /// <summary>The same run, with what the loss of each inner stage would do to it.</summary>
    public static readonly FailureStrategy Probed = new("probed", StrategyKind.Probed);

    /// <summary>Nothing is lost, and the stages at the ends take turns as CheckFree+ has them do.</summary>
    public static readonly FailureStrategy Swapped = new("swapped", StrategyKind.CheckFreePlus);

    /// <summary>The interval of CheckFree's medium model.</summary>
    public static readonly FailureStrategy Checkpoint = new("checkpoint-100", StrategyKind.Checkpoint, StepsPerCopy: 100);

    /// <summary>The shortest interval that the paper tries.</summary>
    public static readonly FailureStrategy FrequentCheckpoint = new("checkpoint-10", StrategyKind.Checkpoint, StepsPerCopy: 10);

    /// <summary>Has no run of its own: its losses are those of the run without failures, its time another.</summary>
    public static readonly FailureStrategy Redundant = new("redundant", StrategyKind.Redundant);

    public static readonly FailureStrategy Buddy = new("buddy", StrategyKind.Buddy, StepsPerCopy: 1);

    /// <summary>Has no run of its own either: that of <see cref="Buddy"/> with another time.</summary>
    public static readonly FailureStrategy BuddyInStep = new("buddy-in-step", StrategyKind.BuddyInStep, StepsPerCopy: 1);

    public static readonly FailureStrategy CheckFree = new("checkfree", StrategyKind.CheckFree);

    public static readonly FailureStrategy CheckFreePlus = new("checkfree-plus", StrategyKind.CheckFreePlus);

    public static readonly FailureStrategy PlainAverage = new("plain-average", StrategyKind.PlainAverage);

    public static readonly FailureStrategy CopyPrevious = new("copy-previous", StrategyKind.CopyPrevious);

    public static readonly FailureStrategy Random = new("random", StrategyKind.Random);

    /// <summary>Hourly probabilities that a stage fails.</summary>
    public static readonly ImmutableArray<int> Percents = [5, 10, 16];

    /// <summary>The one at which the paper compares what may be put in a lost stage's place.</summary>
    public const int AblationPercent = 16;

    private const int Seeds = 3;

    /// <summary>What may be put in a lost stage's place.</summary>
    public static readonly ImmutableArray<FailureStrategy> Ablation = [CheckFree, PlainAverage, CopyPrevious, Random];

    public static IEnumerable<FailureCell> Cells()
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            yield return new FailureCell(Probed, 0, seed);
            yield return new FailureCell(NoFailure, 0, seed);
            yield return new FailureCell(Swapped, 0, seed);
            foreach (var percent in Percents)
            {
                foreach (var strategy in StrategiesAt(percent, seed))
                {
                    yield return new FailureCell(strategy, percent, seed);
                }
            }
        }
    }

    private static IEnumerable<FailureStrategy> StrategiesAt(int percent, ulong seed)
    {
        FailureStrategy[] exact = seed == 1 ? [Checkpoint, FrequentCheckpoint, Buddy] : [];
        IEnumerable<FailureStrategy> ablations = percent == AblationPercent ? Ablation.Skip(1) : [];
        return [.. exact, CheckFree, CheckFreePlus, .. ablations];
    }
}
