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
        pairs.AddTo(table, "process CPU seconds", run => run.Cpu.TotalSeconds);
        pairs.AddTo(table, "wall seconds", run => run.Wall.TotalSeconds);
        pairs.AddTo(table, "allocated bytes", run => run.AllocatedBytes);
        yield return table.ToString();
    }
}
