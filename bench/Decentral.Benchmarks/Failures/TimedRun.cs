using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>A run by the clock of its strategy.</summary>
internal sealed class TimedRun
{
    /// <summary>Held-out losses on either side that one is averaged with: one alone says less than the distance between two strategies.</summary>
    private const int Reach = 2;

    private const double LastShare = 0.8;
    private readonly StrategyClock _clock;

    public TimedRun(FailureCell cell, FailureRun run, ClockOptions options)
    {
        (Cell, Run, _clock) = (cell, run, StrategyClock.Of(cell.Strategy, options));
        Smooth = [.. run.Curve.Select((judged, index) => judged with { Loss = Around(index) })];
    }

    public FailureCell Cell { get; }

    public FailureRun Run { get; }

    /// <summary>The curve, each loss with those around it.</summary>
    public ImmutableArray<JudgedStep> Smooth { get; }

    public int LostStages => Run.Strikes.Sum(strike => strike.Stages.Length);

    public long Undone => Run.Strikes.Sum(strike => strike.Undone);

    public long Steps => Run.Curve[^1].Step;

    /// <summary>When so many iterations are made.</summary>
    public double HoursAfter(double iterations) => _clock.After(iterations, Run.Strikes).TotalHours;

    /// <summary>The loss behind a step, with those around it.</summary>
    public double LossAt(long step) => Smooth.First(judged => judged.Step >= step).Loss;

    /// <summary>Iterations until the loss is first so low; null where it never is.</summary>
    public double? IterationsTo(double loss)
    {
        var index = Smooth.ToList().FindIndex(judged => judged.Loss <= loss);
        if (index <= 0)
        {
            return index == 0 ? 0 : null;
        }

        var (before, after) = (Smooth[index - 1], Smooth[index]);
        var share = (before.Loss - loss) / (before.Loss - after.Loss);
        return before.Iteration + (share * (after.Iteration - before.Iteration));
    }

    /// <summary>Hours until the loss is first so low; null where it never is.</summary>
    public double? HoursTo(double loss) => IterationsTo(loss) is { } iterations ? HoursAfter(iterations) : null;

    /// <summary>The mean of the losses over the last fifth of the steps; null for a run that did not come to its end.</summary>
    public double? LastLoss(long steps) => Steps < steps
        ? null
        : Run.Curve.Where(judged => judged.Step > LastShare * steps).Average(judged => judged.Loss);

    private double Around(int index)
    {
        var (first, end) = (Math.Max(0, index - Reach), Math.Min(Run.Curve.Length, index + Reach + 1));

        // As many on one side as on the other: a slope does not shift it.
        var reach = Math.Min(index - first, end - 1 - index);
        return Run.Curve.Skip(index - reach).Take((2 * reach) + 1).Average(judged => judged.Loss);
    }
}
