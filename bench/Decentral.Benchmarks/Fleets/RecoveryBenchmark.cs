using System.Collections.Immutable;
using Decentral.Benchmarks.Measuring;
using Decentral.Training.Coordination.Events;

namespace Decentral.Benchmarks.Fleets;

/// <summary>
/// How much longer rounds take when a part of the fleet is lost: a hub with a worker and two nodes with one each, real
/// processes over TLS with default settings, of which one is struck again and again.
/// </summary>
internal static class RecoveryBenchmark
{
    /// <summary>The round in which a blow falls, and the one after it, in which who was struck may still be missing.</summary>
    private const int RoundsOfABlow = 2;

    private static readonly FleetShape Shape = new(Layers: 2, Width: 64, Context: 64, Batch: 2, StepsPerRound: 20);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(8);

    /// <param name="blows">Of each cause.</param>
    public static IEnumerable<string> Run(int blows)
    {
        var table = new MarkdownTable(
            $"{Shape.Description}, {blows} blows each", "undisturbed round (s)", "added (s), least", "median", "most");
        Add(table, "kill -9 of a node with its worker", blows, fleet => fleet.KillNode());
        Add(table, "kill -9 of the hub with coordinator, shard and a worker", blows, fleet => fleet.KillHub());
        Add(table, "a node falls silent (SIGSTOP) for longer than its lease of 3 s", blows, fleet => fleet.SilenceNode(Silence));
        yield return table.ToString();
    }

    private static void Add(MarkdownTable table, string cause, int count, Action<StruckFleet> strike)
    {
        using var folder = new FleetFolder(Shape, workers: 3);
        var blows = Strike(folder, count, strike);
        ImmutableArray<DateTimeOffset> commits =
            [.. folder.ReadLedger().OfType<RoundCommitted>().Select(committed => committed.At)];
        var undisturbed = Estimate.Of(Gaps(commits, blows)).Median;
        double[] added = [.. blows.Select(blow => AddedBy(blow, commits) - (RoundsOfABlow * undisturbed)).Order()];
        table.Add(
            cause, $"{undisturbed:0.00}", $"{added[0]:0.00}", $"{Estimate.Of(added).Median:0.00}", $"{added[^1]:0.00}");
    }

    private static ImmutableArray<Blow> Strike(FleetFolder folder, int count, Action<StruckFleet> strike)
    {
        using var fleet = new StruckFleet(folder);
        Thread.Sleep(Calm);
        var random = new Random(count);
        var blows = ImmutableArray.CreateBuilder<Blow>();
        for (var i = 0; i < count; i++)
        {
            Thread.Sleep(Calm + (TimeSpan.FromSeconds(2) * random.NextDouble()));
            var at = DateTimeOffset.UtcNow;
            strike(fleet);
            Thread.Sleep(Calm);
            blows.Add(new Blow(at, DateTimeOffset.UtcNow));
        }

        fleet.Stop();
        return blows.ToImmutable();
    }

    /// <summary>From the last commit before a blow over as many rounds as it is felt in.</summary>
    private static double AddedBy(Blow blow, ImmutableArray<DateTimeOffset> commits)
    {
        var before = commits.Count(commit => commit <= blow.At) - 1;
        return (commits[before + RoundsOfABlow] - commits[before]).TotalSeconds;
    }

    /// <summary>Between commits while nothing was felt of any blow.</summary>
    private static IEnumerable<double> Gaps(ImmutableArray<DateTimeOffset> commits, ImmutableArray<Blow> blows) => commits
        .Zip(commits.Skip(1))
        .Where(pair => !blows.Any(blow => pair.Second >= blow.At && pair.First <= blow.HealedAt))
        .Select(pair => (pair.Second - pair.First).TotalSeconds);
}
