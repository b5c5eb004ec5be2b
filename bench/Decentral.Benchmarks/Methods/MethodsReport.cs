using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Decentral.Benchmarks.Measuring;

namespace Decentral.Benchmarks.Methods;

/// <summary>The section of docs/benchmarks.md: one table a group and corpus, what was tuned, and what papers claim.</summary>
internal sealed class MethodsReport
{
    private readonly Outcomes _outcomes;
    private readonly StringBuilder _text = new();

    private MethodsReport(Outcomes outcomes) => _outcomes = outcomes;

    public static string Write(Outcomes outcomes)
    {
        var report = new MethodsReport(outcomes);
        report.WriteIntroduction();
        foreach (var group in outcomes.Grid.Groups)
        {
            report.WriteGroup(group);
        }

        report.WriteTuning();
        report.WriteRelations();
        return report._text.ToString();
    }

    private void WriteIntroduction()
    {
        var done = _outcomes.Entries.Where(entry => entry.Result is not null).ToList();
        AddLine($"{done.Count} of the grid's {_outcomes.Entries.Length} cells are done. Bytes are those that a worker sends and receives " +
            $"for each token it trains on, headers included. {Outcome.OneSeed} marks one seed; otherwise the mean of so many seeds " +
            "stands with the standard deviation of one. Gaps are of held-out losses: against " +
            $"`{_outcomes.Grid.Baseline}`, and against data-parallel training with the method's own inner optimizer.");
        AddLine();
        foreach (var made in done.Select(entry => entry.Result!.Made.Split(", load")[0]).Distinct().Order(StringComparer.Ordinal))
        {
            AddLine($"- {made}");
        }

        AddLine();
    }

    private void WriteGroup(GridGroup group)
    {
        foreach (var corpus in group.Corpora.Where(corpus => IsBegun(group, corpus)))
        {
            AddLine($"### {Capitalized(group.Name)}: {corpus.Name}");
            AddLine();
            AddLine($"{group.Purpose}{Common(group)}");
            AddLine();
            if (group.Sweep.Axes.IsEmpty)
            {
                WriteMethods(group, corpus);
                WriteAims(group, corpus);
            }
            else
            {
                WriteSweep(group, corpus);
            }
        }
    }

    /// <summary>Whether there is something to compare: of a sweep more than one point, as one alone is another group's.</summary>
    private bool IsBegun(GridGroup group, Corpus corpus) => group.Sweep.Axes.IsEmpty
        ? _outcomes.Best(group, corpus).Length > 0
        : group.Sweep.Points.Count(point => _outcomes.Grid.Methods.Any(method => At(group, corpus, method, point) is not null)) > 1;

    private void WriteMethods(GridGroup group, Corpus corpus)
    {
        var table = new MarkdownTable(
            3, "method", "settings", group.IsTuning ? "best of what was tried" : "tuned", "bytes a token", "times fewer",
            "held-out loss, nats a byte", "gap", "gap, same inner optimizer");
        var best = _outcomes.Best(group, corpus);
        foreach (var outcome in best)
        {
            var method = outcome.Method;
            table.Add(
                method.Name, Code(method.Set), Code(group.IsTuning ? outcome.Cell.Point : method.Tuned),
                Number(outcome.BytesPerToken), TimesFewer(best, outcome), outcome.LossText,
                outcome.GapTo(Find(best, _outcomes.Grid.Baseline)), outcome.GapTo(Find(best, method.Baseline)));
        }

        AddLine(table.ToString());
    }

    private void WriteAims(GridGroup group, Corpus corpus)
    {
        var best = _outcomes.Best(group, corpus);
        if (Find(best, _outcomes.Grid.Baseline) is not { } baseline)
        {
            return;
        }

        var table = new MarkdownTable(2, "with at least so many times fewer bytes", "least loss", "gap", "aim", "gap, same inner optimizer");
        foreach (var aim in Aim.All)
        {
            var nearest = best
                .Where(outcome => baseline.BytesPerToken / outcome.BytesPerToken >= aim.TimesFewer)
                .MinBy(outcome => outcome.Loss);
            if (nearest is not null)
            {
                table.Add(
                    Number(aim.TimesFewer), nearest.Method.Name, nearest.GapTo(baseline), aim.Verdict(nearest.PercentAbove(baseline)),
                    nearest.GapTo(Find(best, nearest.Method.Baseline)));
            }
        }

        AddLine(table.ToString());
    }

    /// <summary>A row a method, a column a point; gaps are against data-parallel training at the same point.</summary>
    private void WriteSweep(GridGroup group, Corpus corpus)
    {
        var points = group.Sweep.Points;
        var table = new MarkdownTable(["method", .. points.Select(Code)]);
        foreach (var method in _outcomes.Grid.Methods.Where(method => _outcomes.Points(group, corpus, method).Length > 0))
        {
            table.Add([method.Name, .. points.Select(point => At(group, corpus, method, point) is { HasDiverged: false } outcome
                ? $"{outcome.LossText}, {outcome.GapTo(At(group, corpus, _outcomes.Grid.Method(method.Baseline), point))}"
                : "-")]);
        }

        AddLine(table.ToString());
    }

    private void WriteTuning()
    {
        foreach (var group in _outcomes.Grid.Groups.Where(group => group.IsTuning))
        {
            var table = new MarkdownTable(4, "what was tuned", "tried", "loss at each", "taken for the other groups");
            foreach (var method in _outcomes.Grid.Methods)
            {
                var points = _outcomes.Points(group, group.Corpora[0], method);
                if (points.Length > 0)
                {
                    table.Add(
                        method.Name,
                        $"{points.Length} of {method.PointsIn(group).Length}",
                        string.Join("; ", points.Select(point => $"{Code(point.Cell.Point)} {Loss(point.Loss)}")),
                        Taken(method, points));
                }
            }

            AddLine(table.ToString());
        }
    }

    private void WriteRelations()
    {
        var table = new MarkdownTable(4, "claim", "source", "found here", "verdict");
        foreach (var relation in _outcomes.Grid.Relations)
        {
            var found = relation.Comparison is { } comparison ? Compare(comparison) : [];
            table.Add(
                relation.Claim,
                relation.Source,
                found.Length == 0 ? "-" : string.Join("; ", found.Select(finding => finding.Text)),
                relation.OutOfReach is { } reason ? $"out of reach at this size: {reason}"
                    : found.Length == 0 ? "not run yet"
                    : Verdict(found));
        }

        AddLine("### What papers claim");
        AddLine();
        AddLine(table.ToString());
    }

    /// <summary>What was found in the first of the groups that has something, on each corpus that both methods are done on.</summary>
    private ImmutableArray<Finding> Compare(RelationComparison comparison) => comparison.Groups
        .Select(name => Compare(comparison, _outcomes.Grid.Groups.First(group => group.Name == name)))
        .FirstOrDefault(found => found.Length > 0, []);

    private ImmutableArray<Finding> Compare(RelationComparison comparison, GridGroup among) =>
    [
        .. from corpus in among.Corpora
           let best = _outcomes.Best(among, corpus)
           let method = Find(best, comparison.Method)
           let other = Find(best, comparison.Against)
           where method is not null && other is not null
           select new Finding(
               $"{comparison.Method} {method.LossText}, {comparison.Against} {other.LossText}: {method.GapTo(other)} on " +
               $"{corpus.Name} ({among.Name})",
               comparison.Holds(method.PercentAbove(other)),
               method.Results.Length == 1 || other.Results.Length == 1),
    ];

    private static string Verdict(ImmutableArray<Finding> found)
    {
        var verdict = found.All(finding => finding.Holds) ? "reproduced" : "**not reproduced**";
        return found.Any(finding => finding.IsOfOneSeed) ? $"{verdict} {Outcome.OneSeed}" : verdict;
    }

    private void AddLine(string text = "") => _text.Append(text).Append('\n');

    private Outcome? At(GridGroup group, Corpus corpus, GridMethod method, ImmutableArray<Setting> point) =>
        _outcomes.Points(group, corpus, method).FirstOrDefault(outcome => outcome.Cell.Point.SequenceEqual(point));

    private string TimesFewer(ImmutableArray<Outcome> outcomes, Outcome outcome) =>
        Find(outcomes, _outcomes.Grid.Baseline) is { } baseline ? Number(baseline.BytesPerToken / outcome.BytesPerToken) : "-";

    private static Outcome? Find(ImmutableArray<Outcome> outcomes, string method) =>
        outcomes.FirstOrDefault(outcome => outcome.Method.Name == method);

    private static string Common(GridGroup group)
    {
        var settings = group.Set.Where(setting => CellConfiguration.HasEffect(setting.Path)).ToImmutableArray();
        return settings.IsEmpty ? "" : $" All with {Code(settings)}.";
    }

    private static string Code(ImmutableArray<Setting> settings) =>
        settings.IsEmpty ? "" : $"`{string.Join(' ', settings)}`";

    /// <summary>What a person took from the tuning, and whether something better has been found since.</summary>
    private static string Taken(GridMethod method, ImmutableArray<Outcome> points)
    {
        var isBest = points.MinBy(point => point.Loss)!.Cell.Point.ToHashSet().SetEquals(method.Tuned);
        return method.Tuned.IsEmpty ? "-" : $"{Code(method.Tuned)}{(isBest ? "" : ", which is not the best")}";
    }

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string Loss(double value) =>
        double.IsFinite(value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "diverged";

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
