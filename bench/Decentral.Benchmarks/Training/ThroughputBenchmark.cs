using Decentral.Benchmarks.Measuring;
using Decentral.Models.Replicas;
using Decentral.Torch;

namespace Decentral.Benchmarks.Training;

/// <summary>
/// Training tokens a second of one replica against an eager PyTorch loop: the same model, batch, threads and machine.
/// </summary>
internal static class ThroughputBenchmark
{
    private const int TokensPerTurn = 8_192;

    private static readonly TrainingShape[] Shapes = [new(Batch: 2, Threads: 1), new(Batch: 8, Threads: 1), new(Batch: 8, Threads: 2)];

    /// <param name="turns">Pairs of each shape.</param>
    public static IEnumerable<string> Run(int turns)
    {
        var table = new MarkdownTable(
            "batch, threads", "Decentral, tokens/s", "PyTorch, tokens/s", "tokens/s ratio (95 %)", "tokens/CPU s ratio (95 %)");
        foreach (var shape in Shapes)
        {
            Add(table, shape, Compare(shape, turns));
        }

        yield return table.ToString();
    }

    private static Pairs Compare(TrainingShape shape, int turns)
    {
        using var torch = new PyTorchLoop(shape);
        using IReplica replica = TrainingShape.CreateReplica();
        var batch = shape.CreateBatch();
        var steps = TokensPerTurn / shape.TokensPerStep;
        TorchSeam.SetLaneThreads(shape.Threads);
        return Pairs.Measure(
            Contender.InProcess("Decentral", TokensPerTurn, () =>
            {
                for (var step = 0; step < steps; step++)
                {
                    replica.TrainStep(batch, TrainingShape.Step);
                }
            }),
            new Contender(torch.Version, () => torch.Train(steps)),
            turns);
    }

    private static void Add(MarkdownTable table, TrainingShape shape, Pairs pairs) => table.Add(
        $"{shape.Batch} x {TrainingShape.Model.Context}, {shape.Threads}",
        Estimate.Of(pairs.First.Select(run => run.OperationsPerSecond)).ToText("N0"),
        Estimate.Of(pairs.Second.Select(run => run.OperationsPerSecond)).ToText("N0"),
        pairs.Ratio(run => run.OperationsPerSecond).ToText("0.00"),
        pairs.Ratio(run => run.Operations / run.Cpu.TotalSeconds).ToText("0.00"));
}
