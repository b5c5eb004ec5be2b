using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>docs/methods.svg: a panel for each plotted group and corpus, held-out loss over bytes.</summary>
internal static class MethodsPlot
{
    public static string Draw(Outcomes outcomes)
    {
        var panels =
            from @group in outcomes.Grid.Groups
            where @group.IsPlotted
            from corpus in @group.Corpora
            let points = Points(outcomes, @group, corpus)
            where points.Length > 0
            select new PlotPanel($"{corpus.Name}, {@group.Name}: {@group.Purpose}", points, BaselineOf(outcomes, points));
        return Plot.Draw([.. panels]);
    }

    private static ImmutableArray<PlotPoint> Points(Outcomes outcomes, GridGroup group, Corpus corpus) =>
    [
        .. outcomes.Best(group, corpus).Select(outcome => new PlotPoint(
            outcome.Method.Name, outcome.BytesPerToken, outcome.Loss, outcome.Method.Baseline != outcomes.Grid.Baseline)),
    ];

    private static PlotPoint? BaselineOf(Outcomes outcomes, ImmutableArray<PlotPoint> points) =>
        points.FirstOrDefault(point => point.Label == outcomes.Grid.Baseline);
}
