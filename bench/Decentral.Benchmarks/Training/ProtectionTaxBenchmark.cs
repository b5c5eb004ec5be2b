using System.Globalization;
using Decentral.Benchmarks.Measuring;

namespace Decentral.Benchmarks.Training;

/// <summary>
/// What the actor runtime costs when nothing fails: a whole run of one worker with DiLoCo, from its start over its journal
/// and its snapshots to its orderly end, against a bare loop over the same samples on the same replica in the same process.
/// </summary>
internal static class ProtectionTaxBenchmark
{
    /// <param name="turns">Pairs.</param>
    /// <param name="steps">Steps of one run.</param>
    public static IEnumerable<string> Run(int turns, int steps)
    {
        using var trainer = new TaxedTrainer(steps);
        var pairs = Pairs.Measure(
            Contender.InProcess("actor runtime", trainer.Tokens, trainer.TrainUnderRuntime),
            Contender.InProcess("bare loop", trainer.Tokens, trainer.TrainBare),
            turns);
        var table = new MarkdownTable(
            $"{trainer.Description}, {turns} pairs", "actor runtime", "bare loop", "ratio (95 %)");
        Add(table, "process CPU seconds", pairs, run => run.Cpu.TotalSeconds);
        Add(table, "wall seconds", pairs, run => run.Wall.TotalSeconds);
        Add(table, "allocated bytes", pairs, run => run.AllocatedBytes);
        yield return table.ToString();
    }

    private static void Add(MarkdownTable table, string name, Pairs pairs, Func<Measurement, double> figure) => table.Add(
        name, Median(pairs.First, figure), Median(pairs.Second, figure), pairs.Ratio(figure).ToText("0.0000"));

    private static string Median(IEnumerable<Measurement> runs, Func<Measurement, double> figure) =>
        Estimate.Of(runs.Select(figure)).Median.ToString("#,0.##", CultureInfo.InvariantCulture);
}
