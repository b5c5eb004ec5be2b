using System.Collections.Immutable;
using Decentral.Pipeline.Faults;

namespace Decentral.Benchmarks.Failures;

/// <summary>What there is to report, by the modelled clock.</summary>
internal sealed class FailureOutcomes
{
    /// <summary>
    /// Where the run without failures stands behind this share of its steps, the others are to come too: the paper's slowest takes 2.2 times
    /// as many iterations.
    /// </summary>
    private const double TargetShare = 0.4;

    /// <summary>The same for a loss that not all come to.</summary>
    private const double LaterShare = 0.6;

    private readonly ImmutableArray<(FailureCell Cell, FailureResult Result)> _done;
    private readonly Func<int, ulong, FailureTrace> _traces;

    /// <param name="setting">What the runs have in common.</param>
    /// <param name="clock">What everything takes.</param>
    /// <param name="done">Cells that have a result.</param>
    /// <param name="traces">By percent and seed.</param>
    public FailureOutcomes(
        FailureSetting setting,
        ClockOptions clock,
        ImmutableArray<(FailureCell Cell, FailureResult Result)> done,
        Func<int, ulong, FailureTrace> traces) => (Setting, Clock, _done, _traces) = (setting, clock, done, traces);

    public FailureSetting Setting { get; }

    public ClockOptions Clock { get; }

    /// <summary>Results as they were made.</summary>
    public IEnumerable<FailureResult> Results => _done.Select(entry => entry.Result);

    public long TargetStep => (long)(TargetShare * Setting.Steps);

    /// <summary>Seeds whose run without failures is done, which all others are measured by.</summary>
    public ImmutableArray<ulong> Seeds => [.. _done.Where(entry => entry.Cell.Strategy == FailureGrid.NoFailure).Select(entry => entry.Cell.Seed)];

    public long LaterStep => (long)(LaterShare * Setting.Steps);

    /// <summary>The loss that is to be reached.</summary>
    public double TargetOf(ulong seed) => Undisturbed(seed).LossAt(TargetStep);

    /// <summary>The lower one.</summary>
    public double LaterTargetOf(ulong seed) => Undisturbed(seed).LossAt(LaterStep);

    /// <summary>The run without failures.</summary>
    public TimedRun Undisturbed(ulong seed) => Made(FailureGrid.NoFailure, 0, seed)!;

    /// <summary>A strategy's runs, one a seed, in the order of the seeds: as they were made, or those of an exact one as they follow.</summary>
    public ImmutableArray<TimedRun> Of(FailureStrategy strategy, int percent) =>
        [.. Seeds.Select(seed => Made(strategy, percent, seed) ?? Replayed(strategy, percent, seed)).OfType<TimedRun>()];

    /// <summary>A strategy's runs of some of its seeds.</summary>
    public ImmutableArray<TimedRun> Of(FailureStrategy strategy, int percent, IEnumerable<ulong> seeds) =>
        [.. Of(strategy, percent).Where(run => seeds.Contains(run.Cell.Seed))];

    /// <summary>What was tried in place of lost stages; one list a seed, of those where it was.</summary>
    public ImmutableArray<IReadOnlyList<ProbedLoss>> Probes =>
        [.. _done.Select(entry => entry.Result.Run.Probes).OfType<IReadOnlyList<ProbedLoss>>()];

    /// <summary>Pairs of what was made by an exact strategy and what is said to follow.</summary>
    public IEnumerable<(TimedRun Made, TimedRun Replayed)> ExactPairs() =>
        from entry in _done
        where entry.Cell.Strategy.IsExact && entry.Cell.Percent > 0 && Seeds.Contains(entry.Cell.Seed)
        select (Timed(entry.Cell, entry.Result.Run), Replayed(entry.Cell.Strategy, entry.Cell.Percent, entry.Cell.Seed)!);

    private TimedRun? Made(FailureStrategy strategy, int percent, ulong seed)
    {
        var cell = new FailureCell(strategy, percent, seed);
        return _done.FirstOrDefault(entry => entry.Cell == cell).Result is { } result ? Timed(cell, result.Run) : null;
    }

    private TimedRun? Replayed(FailureStrategy strategy, int percent, ulong seed) => strategy.IsExact && percent > 0
        ? Timed(
            new FailureCell(strategy, percent, seed),
            ExactReplay.Of(strategy, Setting, _traces(percent, seed), Undisturbed(seed).Run))
        : null;

    private TimedRun Timed(FailureCell cell, FailureRun run) => new(cell, run, Clock);
}
