using System.Collections.Immutable;
using System.Globalization;
using Decentral.Benchmarks.Measuring;
using Decentral.Training.Coordination.Events;

namespace Decentral.Benchmarks.Fleets;

/// <summary>
/// Four stages and a spare in processes of their own, of which one with a stage is killed again and again and comes back as the spare: how
/// long no step is made. A round is a step here, so that the ledger says when each was.
/// </summary>
internal static class StageKillBenchmark
{
    private const int Stages = 4;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(20);

    /// <param name="kills">How many.</param>
    /// <param name="lease">Seconds after which a machine that is not heard of is done without.</param>
    public static IEnumerable<string> Run(int kills, double lease)
    {
        using var folder = new FleetFolder(Job, 1 << 20);
        var blows = Strike(folder, kills, lease);
        ImmutableArray<DateTimeOffset> steps = [.. folder.ReadLedger().OfType<RoundCommitted>().Select(step => step.At)];
        var table = new MarkdownTable(
            string.Create(CultureInfo.InvariantCulture, $"4 stages and a spare, lease {lease} s, {kills} kills"),
            "undisturbed step (ms)", "kill to next step (s), least", "lower quartile", "median", "upper quartile", "most");
        var undisturbed = Estimate.Of(steps.Zip(steps.Skip(1), (one, next) => (next - one).TotalMilliseconds)).Median;
        double[] took = [.. blows.Select(blow => OutageBy(blow, steps)).Order()];
        string At(double share) => Text(took[(int)Math.Round(share * (took.Length - 1))]);
        table.Add("kill -9 of a node with a stage", Text(undisturbed), At(0), At(0.25), At(0.5), At(0.75), At(1));
        yield return table.ToString();

        static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Job => string.Create(CultureInfo.InvariantCulture, $$"""
        name: stages
        method: pipeline
        model: { layers: 4, width: 64, heads: 4, context: 64 }
        data: { source: text.bin, format: bytes, heldOut: 0 }
        pipeline: { stages: {{Stages}} }
        inner: { batch: 2, accumulation: 8, steps: 100000000, schedule: constant, learningRate: 1e-4 }
        sync: { every: 1 }
        snapshots: { every: 5m }
        sample: { tokens: 0 }
        compute: { device: cpu, threads: 1, lanes: 1 }
        """);

    /// <returns>When each was killed.</returns>
    private static ImmutableArray<DateTimeOffset> Strike(FleetFolder folder, int kills, double lease)
    {
        var (hub, join) = folder.Listen(
            FleetPlace.Anywhere, "127.0.0.1", workersHere: 0, "--lease", lease.ToString(CultureInfo.InvariantCulture));
        var nodes = Enumerable.Range(0, Stages + 1).Select(place => Join(folder, place, join)).ToArray();
        var spare = Stages;
        var random = new Random(kills);
        var blows = ImmutableArray.CreateBuilder<DateTimeOffset>();
        for (var kill = 0; kill < kills; kill++)
        {
            Thread.Sleep(Between);
            var struck = (spare + 1 + random.Next(Stages)) % nodes.Length;
            blows.Add(DateTimeOffset.UtcNow);
            nodes[struck].Kill();
            nodes[struck].Dispose();
            (nodes[struck], spare) = (Join(folder, struck, join), struck);
        }

        Thread.Sleep(Between);
        hub.Stop();
        foreach (var node in nodes)
        {
            node.Kill();
            node.Dispose();
        }

        hub.Dispose();
        return blows.ToImmutable();
    }

    private static FleetProcess Join(FleetFolder folder, int place, ImmutableArray<string> join)
    {
        var node = folder.Join(string.Create(CultureInfo.InvariantCulture, $"node-{place}"), join);
        node.WaitFor("takes part");
        return node;
    }

    /// <summary>From a kill to the end of the longest time without a step after it: a step that was all but made may still end.</summary>
    private static double OutageBy(DateTimeOffset blow, ImmutableArray<DateTimeOffset> steps) => steps.Zip(steps.Skip(1))
        .Where(pair => pair.Second > blow && pair.First < blow + Between)
        .MaxBy(pair => pair.Second - pair.First).Second.Subtract(blow).TotalSeconds;
}
