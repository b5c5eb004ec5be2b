using System.Collections.Immutable;
using System.Globalization;

namespace Decentral.Benchmarks.Failures;

/// <summary>The paper's relations, seed by seed: two runs are compared that met the same trace.</summary>
internal static class FailureRelations
{
    private const double HeadlinePercent = 12;

    public static IEnumerable<FailureRelation> All(FailureOutcomes outcomes)
    {
        const int Most = FailureGrid.AblationPercent;
        (string Claim, FailureStrategy Better, FailureStrategy Worse)[] replacements =
        [
            ("Averaging the neighbours is better than copying one", FailureGrid.PlainAverage, FailureGrid.CopyPrevious),
            ("Copying a neighbour is better than drawing anew", FailureGrid.CopyPrevious, FailureGrid.Random),
            ("Weighing by gradient norms is better than averaging plainly", FailureGrid.CheckFree, FailureGrid.PlainAverage),
        ];
        foreach (var (claim, better, worse) in replacements)
        {
            yield return LowerLoss(outcomes, claim, better, worse, Most);
            yield return LowerRise(outcomes, claim, better, worse);
        }

        foreach (var percent in FailureGrid.Percents.Where(percent => percent < Most))
        {
            foreach (var checkpoint in new[] { FailureGrid.Checkpoint, FailureGrid.FrequentCheckpoint })
            {
                yield return Faster(outcomes, FailureGrid.CheckFree, checkpoint, percent, HeadlinePercent);
                yield return Faster(outcomes, FailureGrid.CheckFreePlus, checkpoint, percent, HeadlinePercent);
            }
        }

        yield return Faster(outcomes, FailureGrid.CheckFreePlus, FailureGrid.FrequentCheckpoint, 10, 0);
        yield return Faster(outcomes, FailureGrid.CheckFree, FailureGrid.Redundant, 5, HeadlinePercent);
        yield return Faster(outcomes, FailureGrid.Redundant, FailureGrid.CheckFreePlus, Most, 0);
        foreach (var percent in FailureGrid.Percents)
        {
            yield return Faster(outcomes, FailureGrid.CheckFreePlus, FailureGrid.CheckFree, percent, 0);
        }

        yield return LowerLoss(
            outcomes, "Taking turns in swapped order costs something where nothing fails", FailureGrid.NoFailure, FailureGrid.Swapped, 0);
    }

    /// <summary>
    /// By how many percent a strategy comes later to the loss than another, over the seeds that both have; null where one never comes there.
    /// </summary>
    public static double? Slower(
        FailureOutcomes outcomes, FailureStrategy strategy, int percent, FailureStrategy other, int otherPercent)
    {
        var later = BySeed(outcomes, strategy, percent, other, otherPercent, (run, target) => run.HoursTo(target));
        return later.IsEmpty || later.Contains(null) ? null : later.Average();
    }

    private static FailureRelation Faster(
        FailureOutcomes outcomes, FailureStrategy strategy, FailureStrategy other, int percent, double atLeast)
    {
        var claim = atLeast > 0
            ? Invariant($"{strategy.Name} takes at least {atLeast:0} % less wall clock than {other.Name} at {percent} %")
            : Invariant($"{strategy.Name} takes less wall clock than {other.Name} at {percent} %");
        var later = BySeed(outcomes, strategy, percent, other, percent, (run, target) => run.HoursTo(target) ?? double.PositiveInfinity);
        return Judge(claim, later, found => found <= -atLeast, "hours to the loss");
    }

    private static FailureRelation LowerLoss(
        FailureOutcomes outcomes, string claim, FailureStrategy strategy, FailureStrategy other, int percent)
    {
        var higher = BySeed(outcomes, strategy, percent, other, percent, (run, _) => run.LastLoss(outcomes.Setting.Steps));
        return Judge(percent == 0 ? claim : $"{claim} (trained on, {percent} %)", higher, found => found < 0, "loss at the end");
    }

    private static FailureRelation LowerRise(FailureOutcomes outcomes, string claim, FailureStrategy strategy, FailureStrategy other)
    {
        static double Rise(IReadOnlyList<ProbedLoss> probes, FailureStrategy strategy) =>
            probes.Where(probe => probe.Kind == strategy.Kind).Average(probe => probe.Rise);

        var higher = outcomes.Probes.Select(probes => (double?)(100 * ((Rise(probes, strategy) / Rise(probes, other)) - 1))).ToImmutableArray();
        return Judge($"{claim} (at once)", higher, found => found < 0, "rise of the loss");
    }

    /// <summary>By how many percent a figure of one strategy's runs lies above that of another's on the same seeds.</summary>
    private static ImmutableArray<double?> BySeed(
        FailureOutcomes outcomes,
        FailureStrategy strategy,
        int percent,
        FailureStrategy other,
        int otherPercent,
        Func<TimedRun, double, double?> figure)
    {
        var runs = outcomes.Of(strategy, percent);
        var others = outcomes.Of(other, otherPercent, runs.Select(run => run.Cell.Seed));
        return
        [
            .. others.Select(second =>
            {
                var first = runs.Single(run => run.Cell.Seed == second.Cell.Seed);
                var target = outcomes.TargetOf(second.Cell.Seed);
                return 100 * ((figure(first, target) / figure(second, target)) - 1);
            }),
        ];
    }

    private static FailureRelation Judge(string claim, ImmutableArray<double?> found, Func<double, bool> holds, string figure)
    {
        var known = found.OfType<double>().Where(value => !double.IsNaN(value)).ToList();
        if (known.Count == 0)
        {
            return found.IsEmpty
                ? new FailureRelation(claim, "-", "not run yet")
                : new FailureRelation(claim, "neither comes there", "out of reach of these runs");
        }

        var verdict = known.All(holds) ? "reproduced" : known.Any(holds) ? "undecided: seeds disagree" : "**not reproduced**";
        return new FailureRelation(claim, $"{figure} {string.Join(", ", known.Select(Text))}", known.Count == 1 ? $"{verdict} †" : verdict);
    }

    private static string Text(double percent) => double.IsPositiveInfinity(percent) ? "never there"
        : double.IsNegative(percent) && percent <= -100 ? "the other never there"
        : percent.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
