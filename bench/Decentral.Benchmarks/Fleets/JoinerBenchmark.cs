using System.Diagnostics;
using System.Globalization;
using Decentral.Benchmarks.Measuring;
using Decentral.Cli.Jobs;
using Decentral.Cli.Runs;
using Decentral.Training.Coordination.Events;

namespace Decentral.Benchmarks.Fleets;

/// <summary>
/// From the start of a node's process to the commit that its first contribution is in, by the size of the model: the node
/// starts, joins, fetches tokens and model, catches up, and trains a whole round.
/// </summary>
internal static class JoinerBenchmark
{
    private static readonly FleetShape[] Shapes =
    [
        new(Layers: 4, Width: 128, Context: 64, Batch: 1, StepsPerRound: 10),
        new(Layers: 4, Width: 512, Context: 64, Batch: 1, StepsPerRound: 5),
        new(Layers: 6, Width: 640, Context: 64, Batch: 1, StepsPerRound: 2),
    ];

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(25);

    /// <param name="turns">Joiners for each size.</param>
    public static IEnumerable<string> Run(int turns)
    {
        var table = new MarkdownTable(
            $"{turns} joiners each", "parameters", "state fetched (MB)", "round (s)", "start to first contribution (s), median", "most");
        foreach (var shape in Shapes)
        {
            Add(table, shape, turns);
        }

        yield return table.ToString();
    }

    private static void Add(MarkdownTable table, FleetShape shape, int turns)
    {
        using var folder = new FleetFolder(shape, workers: 1);
        var parameters = CountParameters(folder);
        var started = new List<(string Name, DateTimeOffset At)>();
        var (hub, join) = folder.Listen();
        using (hub)
        {
            Thread.Sleep(Settling);
            for (var turn = 0; turn < turns; turn++)
            {
                using var node = folder.Join($"joiner-{turn}", join);
                started.Add(($"joiner-{turn}", node.StartedAt));
                node.WaitFor("takes part");
                Thread.Sleep(Watching);
                node.Stop();
            }

            hub.Stop();
        }

        var ledger = folder.ReadLedger();
        double[] took = [.. started.Select(one => (FirstOf(one.Name, ledger) - one.At).TotalSeconds).Order()];
        var calm = ledger.OfType<RoundCommitted>().Select(committed => committed.At).Where(at => at < started[0].At).ToArray();
        var alone = Estimate.Of(calm.Zip(calm.Skip(1)).Select(pair => (pair.Second - pair.First).TotalSeconds));

        // The global parameters and the outer momentum.
        var fetched = parameters * 2 * sizeof(float) / 1e6;
        table.Add(
            shape.Description,
            parameters.ToString("N0", CultureInfo.InvariantCulture),
            fetched.ToString("N1", CultureInfo.InvariantCulture),
            $"{alone.Median:0.00}",
            $"{Estimate.Of(took).Median:0.00}",
            $"{took[^1]:0.00}");
    }

    /// <summary>When the first round was committed that a node gave something to.</summary>
    private static DateTimeOffset FirstOf(string node, IReadOnlyList<CoordinatorEvent> ledger)
    {
        var placed = ledger.OfType<WorkerPlaced>().First(placed => placed.Node == node);
        return ledger.OfType<RoundCommitted>().Where(committed => committed.At > placed.At).FirstOrDefault(committed =>
            committed.Contributions.Any(contribution => contribution.Worker == placed.Worker))?.At
            ?? throw new UnreachableException($"{node} gave nothing within {Watching}.");
    }

    private static long CountParameters(FleetFolder folder)
    {
        var (job, _) = JobBinder.Bind("job.yaml", [JobFile.Read(folder.JobPath, "job.yaml")]);
        job = job with { Data = job.Data with { Source = Path.Combine(folder.Location, "text.bin") } };
        using var prepared = PreparedJob.Prepare(job, Path.Combine(folder.Location, "cache-here"), CancellationToken.None);
        return prepared.Trainable.ParameterCount;
    }
}
