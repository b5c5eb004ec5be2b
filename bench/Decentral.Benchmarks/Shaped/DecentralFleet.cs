using System.Collections.Immutable;
using Decentral.Benchmarks.Fleets;
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

    public static ShapedResult Measure(ShapedCell cell, CancellationToken cancellationToken)
    {
        var before = AloneFleet.Measure(cell.Nodes, cancellationToken);
        var (commits, watch) = Train(cell, cancellationToken);
        var after = AloneFleet.Measure(cell.Nodes, cancellationToken);
        return Result(ShapedWork.FragmentsOf(cell.Method), commits, (before + after) / 2, watch);
    }

    private static (ImmutableArray<MetricsPoint> Commits, ThreadWatch Watch) Train(
        ShapedCell cell, CancellationToken cancellationToken)
    {
        using var network = new ShapedNetwork(cell.Nodes, cell.Megabits);
        using var folder = new FleetFolder(cell.Work.JobOf(cell.Method, cell.Nodes), ShapedWork.TextBytes);
        using var group = new ProcessGroup();
        Start(cell, network, folder, group, cancellationToken);
        using var watch = ThreadWatch.OfLanes(group.All);
        var least = LeastRounds * ShapedWork.FragmentsOf(cell.Method);
        var commits = RunCommits.WaitFor(folder, watch.Began, least, cell.Time, cancellationToken);
        watch.Stop();
        return (commits, watch);
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

    private static ShapedResult Result(int fragments, ImmutableArray<MetricsPoint> commits, double alone, ThreadWatch watch)
    {
        var (first, last) = (commits[0], commits[^1]);
        DateTimeOffset[] rounds = [.. commits.Chunk(fragments).Select(round => round[0].At)];
        return new ShapedResult(
            commits.Length - 1,
            last.At - first.At,
            last.Tokens - first.Tokens,
            alone,
            watch.IdleBetween(first.At, last.At).Average(),
            [.. rounds.Zip(rounds.Skip(1)).SelectMany(round => watch.IdleBetween(round.First, round.Second))]);
    }
}
