using System.Collections.Immutable;
using Decentral.Benchmarks.Fleets;

namespace Decentral.Benchmarks.Shaped;

/// <summary>As many runs as a fleet has nodes, at one time and on the same cores, of which nothing is sent.</summary>
internal static class AloneFleet
{
    private const int LeastRounds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(12);

    /// <summary>Training tokens in a second of computing, of all together.</summary>
    public static double Measure(int nodes, CancellationToken cancellationToken)
    {
        List<FleetFolder> folders = [];
        try
        {
            using var group = new ProcessGroup();
            for (var node = 0; node < nodes; node++)
            {
                folders.Add(new FleetFolder(ShapedWork.JobAlone, ShapedWork.TextBytes));
                group.Add(folders[node].TrainHere(ShapedNetwork.CoreOf(node)));
            }

            foreach (var process in group.All)
            {
                process.WaitFor("worker-0 joined", Patience, cancellationToken);
            }

            using var watch = ThreadWatch.OfLanes(group.All);
            return Measure([.. folders], watch, cancellationToken);
        }
        finally
        {
            folders.ForEach(folder => folder.Dispose());
        }
    }

    private static double Measure(ImmutableArray<FleetFolder> folders, ThreadWatch watch, CancellationToken cancellationToken)
    {
        var commits = folders
            .Select(folder => RunCommits.WaitFor(folder, watch.Began, LeastRounds, Time, cancellationToken))
            .ToArray();
        watch.Stop();
        return commits.Select((run, node) =>
        {
            var idle = watch.IdleBetween(run[0].At, run[^1].At).ElementAt(node);
            return (run[^1].Tokens - run[0].Tokens) / ((1 - idle) * (run[^1].At - run[0].At).TotalSeconds);
        }).Sum();
    }
}
