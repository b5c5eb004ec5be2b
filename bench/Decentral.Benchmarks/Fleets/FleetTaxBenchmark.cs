using System.Globalization;
using Decentral.Benchmarks.Measuring;
using Decentral.Training.Coordination.Events;

namespace Decentral.Benchmarks.Fleets;

/// <summary>
/// What protection costs a fleet when nothing fails: a hub with a worker and a node with one, each a process on a core of its
/// own, with journal, digests, snapshots and TLS, against two bare processes that train the same and exchange the same updates
/// over a plain socket. Measured from the end of one round to that of another, once they are warm: a start is no part of it.
/// </summary>
internal static class FleetTaxBenchmark
{
    private static readonly FleetShape Shape = new(Layers: 4, Width: 128, Context: 128, Batch: 4, StepsPerRound: 20);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    /// <param name="turns">Pairs.</param>
    /// <param name="seconds">Measured time of a turn.</param>
    public static IEnumerable<string> Run(int turns, int seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        var pairs = Pairs.Measure(
            new Contender("protected", () => MeasureProtected(time)), new Contender("bare", () => MeasureBare(time)), turns);
        var table = new MarkdownTable(
            $"{Shape.Description}, two processes, {seconds} s each, {turns} pairs", "protected", "bare", "ratio (95 %)");
        pairs.AddTo(table, "CPU seconds a round", run => run.Cpu.TotalSeconds / run.Operations);
        pairs.AddTo(table, "wall seconds a round", run => run.Wall.TotalSeconds / run.Operations);
        yield return table.ToString();
    }

    private static Measurement MeasureProtected(TimeSpan time)
    {
        using var folder = new FleetFolder(Shape, workers: 2);
        var (hub, join) = folder.Listen();
        using (hub)
        {
            using var node = folder.Join("north", join);
            node.WaitFor("takes part");
            using var cpu = new CpuWatch(hub, node);
            Thread.Sleep(WarmUp + time);
            cpu.Stop();
            hub.Stop();
            node.Stop();
            return Measure(folder.ReadLedger().OfType<RoundCommitted>().Select(committed => committed.At), cpu);
        }
    }

    private static Measurement MeasureBare(TimeSpan time)
    {
        using var folder = new FleetFolder(Shape, workers: 2);
        using var first = FleetProcess.StartBenchmark(folder.Location, BareWorker.Command);
        var port = first.WaitFor(BareWorker.Listening).Split(' ')[^1];
        using var second = FleetProcess.StartBenchmark(folder.Location, BareWorker.Command, "--dial", port);
        first.WaitFor(BareWorker.EndOfRound);
        using var cpu = new CpuWatch(first, second);
        Thread.Sleep(WarmUp + time);
        cpu.Stop();
        return Measure(
            first.LinesWith(BareWorker.EndOfRound)
                .Select(line => DateTimeOffset.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)),
            cpu);
    }

    /// <summary>From the first round that ended after the warm-up to the last one that ended while the processor was watched.</summary>
    private static Measurement Measure(IEnumerable<DateTimeOffset> ends, CpuWatch cpu)
    {
        DateTimeOffset[] measured = [.. ends.Where(end => end > cpu.Began + WarmUp && end <= cpu.Ended)];
        var (from, to) = (measured[0], measured[^1]);
        return new Measurement(
            measured.Length - 1, to - from, TimeSpan.FromSeconds(cpu.SecondsAt(to) - cpu.SecondsAt(from)), AllocatedBytes: 0);
    }
}
