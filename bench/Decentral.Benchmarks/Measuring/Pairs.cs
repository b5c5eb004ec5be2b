using System.Globalization;

namespace Decentral.Benchmarks.Measuring;

/// <summary>Two contenders that took turns, so that whatever else the machine did met both alike.</summary>
internal sealed record Pairs(IReadOnlyList<Measurement> First, IReadOnlyList<Measurement> Second)
{
    /// <summary>Measures both by turns, after one unmeasured turn of each.</summary>
    public static Pairs Measure(Contender first, Contender second, int turns)
    {
        first.Measure();
        second.Measure();
        List<Measurement> ofFirst = [];
        List<Measurement> ofSecond = [];
        for (var turn = 0; turn < turns; turn++)
        {
            // Every other turn goes backwards: nobody always runs on what the other has left behind.
            if (turn % 2 == 0)
            {
                ofFirst.Add(first.Measure());
            }

            ofSecond.Add(second.Measure());
            if (turn % 2 == 1)
            {
                ofFirst.Add(first.Measure());
            }
        }

        return new Pairs(ofFirst, ofSecond);
    }

    /// <summary>Adds a row of a figure: both medians, and their ratio with its interval.</summary>
    /// <param name="table">Of which the columns are the figure's name, the first, the second and their ratio.</param>
    /// <param name="name">The figure's.</param>
    /// <param name="figure">Takes it from a measurement.</param>
    public void AddTo(MarkdownTable table, string name, Func<Measurement, double> figure) => table.Add(
        name, Median(First, figure), Median(Second, figure), Ratio(figure).ToText("0.0000"));

    /// <summary>The first's figure over the second's of the same turn: median and 95 % interval.</summary>
    public Estimate Ratio(Func<Measurement, double> figure) =>
        Estimate.Of(First.Zip(Second, (first, second) => figure(first) / figure(second)));

    private static string Median(IEnumerable<Measurement> runs, Func<Measurement, double> figure) =>
        Estimate.Of(runs.Select(figure)).Median.ToString("#,0.###", CultureInfo.InvariantCulture);
}
