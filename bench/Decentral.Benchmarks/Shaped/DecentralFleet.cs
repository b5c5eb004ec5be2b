using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Decentral.Benchmarks.Fleets;
using Decentral.Cli.Runs;
using Decentral.Training.Monitoring;

namespace Decentral.Benchmarks.Shaped;

/// <summary>
/// A hub with a worker and nodes with one each, in a namespace each. Measured from the first committed round on: what comes
/// before it, the job and the data that nodes fetch, is no part of it.
/// </summary>
internal static class DecentralFleet
{
    private const int LeastRounds = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    public static ShapedResult Measure(ShapedCell cell, CancellationToken cancellationToken)
    {
        var alone = AloneFleet.Measure(cell.Nodes, cancellationToken);
        using var network = new ShapedNetwork(cell.Nodes, cell.Megabits);
        using var folder = new FleetFolder(cell.Work.JobOf(cell.Method, cell.Nodes), ShapedWork.TextBytes);
        using var group = new ProcessGroup();
        Start(cell, network, folder, group, cancellationToken);
        using var watch = ThreadWatch.OfLanes(group.All);
        var commits = WaitForRounds(cell, folder, cancellationToken);

        // A look at the threads after the last commit.
        Thread.Sleep(BetweenLooks);
        watch.Stop();
        return Result(ShapedWork.FragmentsOf(cell.Method), commits, alone, watch);
    }

    private static void Start(
        ShapedCell cell, ShapedNetwork network, FleetFolder folder, ProcessGroup group, CancellationToken cancellationToken)
    {
        var (hub, join) = folder.Listen(network.PlaceOf(0), ShapedNetwork.AddressOf(0));
        group.Add(hub);
        for (var node = 1; node < cell.Nodes; node++)
        {
            group.Add(folder.Join(network.PlaceOf(node), $"node-{node}", join));
        }

        foreach (var node in group.All.Skip(1))
        {
            node.WaitFor("takes part", Patience, cancellationToken);
        }
    }

    /// <summary>Waits until the time is over and some rounds are committed, or it takes too long for more.</summary>
    private static ImmutableArray<MetricsPoint> WaitForRounds(
        ShapedCell cell, FleetFolder folder, CancellationToken cancellationToken)
    {
        var least = LeastRounds * ShapedWork.FragmentsOf(cell.Method);
        for (var began = Stopwatch.GetTimestamp(); ; cancellationToken.WaitHandle.WaitOne(BetweenLooks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var commits = ReadCommits(folder);
            var isEnough = commits.Length > least && commits[^1].At - commits[0].At >= cell.Time;
            if (isEnough || Stopwatch.GetElapsedTime(began) > cell.Time + Patience)
            {
                return isEnough || commits.Length > 1
                    ? commits
                    : throw new InvalidOperationException($"{cell.Description}: {commits.Length} commits are too few to tell anything.");
            }
        }
    }

    /// <summary>Whole lines: the hub may be at work on the last one.</summary>
    private static ImmutableArray<MetricsPoint> ReadCommits(FleetFolder folder)
    {
        if (!File.Exists(folder.MetricsPath))
        {
            return [];
        }

        using var file = new FileStream(folder.MetricsPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return
        [
            .. reader.ReadToEnd().Split('\n')[..^1]
                .Select(line => JsonSerializer.Deserialize(line, MetricsJson.Default.MetricsPoint)!),
        ];
    }

    private static ShapedResult Result(int fragments, ImmutableArray<MetricsPoint> commits, double alone, ThreadWatch watch)
    {
        var (first, last) = (commits[0], commits[^1]);
        return new ShapedResult(
            commits.Length - 1,
            last.At - first.At,
            last.Tokens - first.Tokens,
            alone,
            watch.IdleBetween(first.At, last.At).Average(),
            [.. commits.Chunk(fragments).Select(round => round[0].At).Pairwise().SelectMany(round => watch.IdleBetween(round.From, round.To))]);
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Pairwise(this IEnumerable<DateTimeOffset> moments)
    {
        DateTimeOffset[] all = [.. moments];
        return all.Zip(all.Skip(1));
    }
}
