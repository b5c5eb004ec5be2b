using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>docs/failures.svg: held-out loss over the modelled wall clock and over steps, on the first seed.</summary>
internal static class FailuresPlot
{
    /// <summary>Where the lines part.</summary>
    private const double HighestLoss = 2.55;

    private static readonly ImmutableArray<(FailureStrategy Strategy, string Label, string Color)> ByClock =
    [
        (FailureGrid.NoFailure, "no failure", "#222222"),
        (FailureGrid.Checkpoint, "checkpoint, every 100", "#c2570c"),
        (FailureGrid.FrequentCheckpoint, "checkpoint, every 10", "#e0a030"),
        (FailureGrid.Redundant, "redundant computation", "#888888"),
        (FailureGrid.Buddy, "buddies, sent meanwhile", "#2c8a3c"),
        (FailureGrid.BuddyInStep, "buddies, waited for", "#9ac79a"),
        (FailureGrid.CheckFree, "CheckFree", "#1f5fa8"),
        (FailureGrid.CheckFreePlus, "CheckFree+", "#8e3fa8"),
    ];

    private static readonly ImmutableArray<(FailureStrategy Strategy, string Label, string Color)> Ablation =
    [
        (FailureGrid.NoFailure, "no failure", "#222222"),
        (FailureGrid.CheckFree, "CheckFree", "#1f5fa8"),
        (FailureGrid.PlainAverage, "plain average", "#4fb0c6"),
        (FailureGrid.CopyPrevious, "copy of the stage before", "#c0392b"),
        (FailureGrid.Random, "drawn anew", "#e377c2"),
    ];

    public static string Draw(FailureOutcomes outcomes)
    {
        var panels = ImmutableArray.CreateBuilder<CurvePanel>();
        foreach (var percent in FailureGrid.Percents)
        {
            var isExactHidden = ByClock.Where(entry => entry.Strategy == FailureGrid.NoFailure || !entry.Strategy.IsExact).ToImmutableArray();
            panels.Add(Panel(outcomes, $"{percent} % an hour and stage", isOverSteps: false, percent, ByClock));
            panels.Add(Panel(outcomes, $"{percent} %, by steps (all exact ones are where no failure is)", isOverSteps: true, percent, isExactHidden));
        }

        const int Most = FailureGrid.AblationPercent;
        panels.Add(Panel(outcomes, $"{Most} %: what is put in a lost stage's place", isOverSteps: false, Most, Ablation));
        panels.Add(Panel(outcomes, $"{Most} %, the same by steps", isOverSteps: true, Most, Ablation));
        return CurvePlot.Draw(panels.DrainToImmutable(), HighestLoss);
    }

    private static CurvePanel Panel(
        FailureOutcomes outcomes,
        string title,
        bool isOverSteps,
        int percent,
        ImmutableArray<(FailureStrategy Strategy, string Label, string Color)> drawn) => new(
        $"{title}, seed {outcomes.Seeds[0]}",
        isOverSteps ? "steps; held-out loss, nats a byte" : "modelled hours; held-out loss, nats a byte",
        [
            .. from entry in drawn
               let run = outcomes.Of(entry.Strategy, entry.Strategy == FailureGrid.NoFailure ? 0 : percent, [outcomes.Seeds[0]]).FirstOrDefault()
               where run is not null
               select new CurveLine(entry.Label, entry.Color,
               [
                   .. run.Run.Curve.Select(judged => (isOverSteps ? judged.Step : run.HoursAfter(judged.Iteration), judged.Loss)),
               ]),
        ]);
}
