using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>The modelled wall clock of a strategy.</summary>
/// <param name="Iteration">Each, what protects it included.</param>
/// <param name="Strike">Each loss on top, however many stages are lost at once.</param>
internal readonly record struct StrategyClock(TimeSpan Iteration, TimeSpan Strike)
{
    /// <summary>That of a strategy.</summary>
    public static StrategyClock Of(FailureStrategy strategy, ClockOptions options) => strategy.Kind switch
    {
        StrategyKind.Checkpoint => new(
            options.Iteration + (options.CheckpointWrite / strategy.StepsPerCopy), options.Recovery + options.CheckpointRead),
        StrategyKind.Redundant => new(options.Iteration * options.RedundantFactor, options.Recovery),
        StrategyKind.Buddy => new(options.Iteration + Excess(options.BuddyCopy, options.Iteration), options.Recovery),
        StrategyKind.BuddyInStep => new(options.Iteration + options.BuddyCopy, options.Recovery),
        StrategyKind.NoFailure or StrategyKind.Probed or StrategyKind.CheckFree or StrategyKind.CheckFreePlus or StrategyKind.PlainAverage
            or StrategyKind.CopyPrevious or StrategyKind.Random => new(options.Iteration, options.Recovery),
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy.Kind, "It has no clock."),
    };

    /// <summary>When so many iterations are made.</summary>
    /// <param name="iterations">Between two: part of one.</param>
    /// <param name="strikes">In their order.</param>
    public TimeSpan After(double iterations, ImmutableArray<Strike> strikes) =>
        (Iteration * iterations) + (Strike * strikes.Count(strike => strike.Iteration < iterations));

    /// <summary>What of a copy is not over when the iteration behind which it is made is.</summary>
    private static TimeSpan Excess(TimeSpan copy, TimeSpan iteration) => copy > iteration ? copy - iteration : TimeSpan.Zero;
}
