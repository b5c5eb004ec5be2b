using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Decentral.Benchmarks.Measuring;

namespace Decentral.Benchmarks.Failures;

/// <summary>The section of docs/benchmarks.md.</summary>
internal sealed class FailuresReport
{
    private static readonly ImmutableArray<FailureStrategy> Compared =
    [
        FailureGrid.Checkpoint, FailureGrid.FrequentCheckpoint, FailureGrid.Redundant, FailureGrid.Buddy, FailureGrid.BuddyInStep,
        FailureGrid.CheckFree, FailureGrid.CheckFreePlus,
    ];

    private readonly FailureOutcomes _outcomes;
    private readonly StringBuilder _text = new();

    private FailuresReport(FailureOutcomes outcomes) => _outcomes = outcomes;

    public static string Write(FailureOutcomes outcomes)
    {
        var report = new FailuresReport(outcomes);
        report.WriteIntroduction();
        report.WriteClock();
        report.WriteUndisturbed();
        foreach (var percent in FailureGrid.Percents)
        {
            report.WriteRate(percent);
        }

        report.WriteAblation();
        report.WriteProbes();
        report.WriteRelations();
        return report._text.ToString();
    }

    private void WriteIntroduction()
    {
        var seeds = _outcomes.Seeds;
        var targets = string.Join(", ", seeds.Select(seed => Text(_outcomes.TargetOf(seed), "0.000")));
        var iterations = _outcomes.Results.Sum(result => result.Run.Iterations);
        AddLine($"{_outcomes.Results.Count()} of the grid's {FailureGrid.Cells().Count()} cells are done, {Text(iterations, "#,0")} iterations. " +
            $"The loss to reach is that of the run without failures behind {_outcomes.TargetStep} of its " +
            $"{Text(_outcomes.Setting.Steps, "#,0")} steps ({targets} nats a byte on the seeds {string.Join(", ", seeds)}), the later one that " +
            $"behind {_outcomes.LaterStep}; both are means with the two losses before and the two behind. The loss at the end is the mean over " +
            "the last fifth of the steps. Figures are means over seeds, " +
            $"as many as the second column says; a run is given up after {Text(_outcomes.Setting.MostIterations, "#,0")} iterations.");
        AddLine();
        foreach (var made in _outcomes.Results.Select(result => result.Made.Split(", load")[0]).Distinct().Order(StringComparer.Ordinal))
        {
            AddLine($"- {made}");
        }

        AddLine();
        WriteExactness();
    }

    private void WriteExactness()
    {
        var pairs = _outcomes.ExactPairs().ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        var farthest = pairs.Max(pair => FarthestFrom(_outcomes.Undisturbed(pair.Made.Cell.Seed), pair.Made));
        var same = pairs.Count(pair => IsSame(pair.Made, pair.Replayed));
        AddLine($"Exact strategies were trained on seed 1: {pairs.Count} runs, whose losses differ from those of the run without failures " +
            $"behind the same step by {Text(farthest, "0.######")} at most. {same} of them also met the trace as the rule says by which their " +
            "times on the other seeds are worked out (the same iterations, the same steps undone).");
        AddLine();
    }

    private static double FarthestFrom(TimedRun undisturbed, TimedRun made)
    {
        var expected = undisturbed.Run.Curve.ToDictionary(judged => judged.Step, judged => judged.Loss);
        return made.Run.Curve.Where(judged => expected.ContainsKey(judged.Step)).Max(judged => Math.Abs(judged.Loss - expected[judged.Step]));
    }

    private static bool IsSame(TimedRun made, TimedRun replayed) => made.Run.Iterations == replayed.Run.Iterations
        && made.Run.Strikes.Select(strike => (strike.Iteration, strike.Undone))
            .SequenceEqual(replayed.Run.Strikes.Select(strike => (strike.Iteration, strike.Undone)));

    private void WriteClock()
    {
        AddLine("### What everything is taken to last");
        AddLine();
        var clock = _outcomes.Clock;
        var table = new MarkdownTable(2, "what", "from", "seconds");
        table.Add("an iteration, with its passes, links and bubble", "the paper's table, CheckFree at 5 and 10 %", Seconds(clock.Iteration));
        table.Add("the same with redundant computation", "the same table", Seconds(clock.Iteration * clock.RedundantFactor));
        table.Add("another machine gets a lost stage's place and state, whatever the strategy", "the paper's text", Seconds(clock.Recovery));
        table.Add(
            "a checkpoint is written", "the paper's table: 0.03 s more an iteration with one every 100", Seconds(clock.CheckpointWrite));
        table.Add("a checkpoint is read, on top of that", "assumed to be what writing takes", Seconds(clock.CheckpointRead));
        table.Add(
            "a stage's state goes to its buddy",
            $"assumed: {clock.Parameters / 1e6:0} M parameters of {clock.BytesPerParameter:0} bytes in {clock.Stages} stages, " +
            $"{clock.LinkBytesPerSecond * 8 / 1e6:0} Mbit/s",
            Seconds(clock.BuddyCopy));
        AddLine(table.ToString());
    }

    private void WriteUndisturbed()
    {
        AddLine("### Nothing fails");
        AddLine();
        var table = new MarkdownTable("strategy", "seeds", "hours to the loss", "to the later one", "held-out loss at the end", "gap");
        foreach (var strategy in new[] { FailureGrid.NoFailure, FailureGrid.Swapped })
        {
            var runs = _outcomes.Of(strategy, 0);
            if (runs.Length > 0)
            {
                table.Add(strategy.Name, $"{runs.Length}", Hours(runs), LaterHours(runs), Last(runs), Gap(runs));
            }
        }

        AddLine(table.ToString());
    }

    private void WriteRate(int percent)
    {
        AddLine($"### {percent} % an hour and stage");
        AddLine();
        var table = new MarkdownTable(
            "strategy", "seeds", "stages lost", "steps undone", "iterations to the loss", "hours to the loss", "against no failure",
            "against checkpoint-100", "hours to the later loss", "held-out loss at the end", "gap");
        foreach (var strategy in Compared)
        {
            AddRow(table, strategy, percent);
        }

        AddLine(table.ToString());
    }

    private void AddRow(MarkdownTable table, FailureStrategy strategy, int percent)
    {
        var runs = _outcomes.Of(strategy, percent);
        if (runs.Length > 0)
        {
            table.Add(
                strategy.Name,
                $"{runs.Length}",
                Text(runs.Average(run => run.LostStages), "0.#"),
                Text(runs.Average(run => run.Undone), "#,0"),
                Mean(runs.Select(run => run.IterationsTo(_outcomes.TargetOf(run.Cell.Seed))), "#,0"),
                Hours(runs),
                Percent(FailureRelations.Slower(_outcomes, strategy, percent, FailureGrid.NoFailure, 0)),
                Percent(FailureRelations.Slower(_outcomes, strategy, percent, FailureGrid.Checkpoint, percent)),
                LaterHours(runs),
                Last(runs),
                Gap(runs));
        }
    }

    private void WriteAblation()
    {
        const int Percent = FailureGrid.AblationPercent;
        AddLine($"### What is put in a lost stage's place, {Percent} %");
        AddLine();
        var table = new MarkdownTable("in its place", "seeds", "held-out loss at the end", "gap", "by seed", "iterations to the loss");
        foreach (var strategy in FailureGrid.Ablation)
        {
            var runs = _outcomes.Of(strategy, Percent);
            if (runs.Length > 0)
            {
                table.Add(
                    strategy.Name,
                    $"{runs.Length}",
                    Last(runs),
                    Gap(runs),
                    string.Join(", ", runs.Select(run => Text(run.LastLoss(_outcomes.Setting.Steps), "0.0000"))),
                    Mean(runs.Select(run => run.IterationsTo(_outcomes.TargetOf(run.Cell.Seed))), "#,0"));
            }
        }

        AddLine(table.ToString());
    }

    private void WriteProbes()
    {
        var probes = _outcomes.Probes;
        if (probes.IsEmpty)
        {
            return;
        }

        AddLine("### By how much the loss rises at once");
        AddLine();
        AddLine("In the run without failures, before any step makes up for it: nats a byte, the mean over the inner stages and " +
            $"{probes.Length} seeds.");
        AddLine();
        var steps = probes[0].Select(probe => probe.Step).Distinct().ToList();
        var table = new MarkdownTable(["in its place", .. steps.Select(step => $"behind step {Text(step, "#,0")}"), "the mean by seed"]);
        foreach (var strategy in FailureGrid.Ablation)
        {
            var own = probes.Select(seed => seed.Where(probe => probe.Kind == strategy.Kind).ToList()).ToList();
            table.Add(
            [
                strategy.Name,
                .. steps.Select(step => Text(own.SelectMany(seed => seed).Where(probe => probe.Step == step).Average(probe => probe.Rise), "0.000")),
                string.Join(", ", own.Select(seed => Text(seed.Average(probe => probe.Rise), "0.000"))),
            ]);
        }

        AddLine(table.ToString());
    }

    private void WriteRelations()
    {
        AddLine("### What the papers claim of failures");
        AddLine();
        var table = new MarkdownTable(3, "claim (CheckFree, arXiv:2506.15461)", "found here", "verdict");
        foreach (var relation in FailureRelations.All(_outcomes))
        {
            table.Add(relation.Claim, relation.Found, relation.Verdict);
        }

        AddLine(table.ToString());
    }

    private void AddLine(string text = "") => _text.Append(text).Append('\n');

    private string Hours(ImmutableArray<TimedRun> runs) =>
        Mean(runs.Select(run => run.HoursTo(_outcomes.TargetOf(run.Cell.Seed))), "0.0");

    private string LaterHours(ImmutableArray<TimedRun> runs) =>
        Mean(runs.Select(run => run.HoursTo(_outcomes.LaterTargetOf(run.Cell.Seed))), "0.0");

    private string Last(ImmutableArray<TimedRun> runs) => Mean(runs.Select(run => run.LastLoss(_outcomes.Setting.Steps)), "0.0000");

    private string Gap(ImmutableArray<TimedRun> runs)
    {
        var gaps = runs.Select(run => 100 * ((run.LastLoss(_outcomes.Setting.Steps)
            / _outcomes.Undisturbed(run.Cell.Seed).LastLoss(_outcomes.Setting.Steps)) - 1)).ToList();
        return gaps.Contains(null) ? "-" : Percent(gaps.Average());
    }

    /// <summary>"-" where one of them is not there: a mean of the others would say something else.</summary>
    private static string Mean(IEnumerable<double?> values, string form)
    {
        var all = values.ToList();
        var missing = all.Count(value => value is null);
        return missing == 0 ? Text(all.Average(), form)
            : missing == all.Count ? "-"
            : $"- ({missing} of {all.Count} never)";
    }

    private static string Seconds(TimeSpan time) => Text(time.TotalSeconds, "0.##");

    private static string Percent(double? value) => value is { } percent ? Text(percent, "+0.0;-0.0;0.0") + " %" : "-";

    private static string Text(double? value, string form) => value?.ToString(form, CultureInfo.InvariantCulture) ?? "-";
}
