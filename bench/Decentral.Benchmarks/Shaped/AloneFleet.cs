using System.Text.Json.Nodes;
using Decentral.Benchmarks.Fleets;

namespace Decentral.Benchmarks.Shaped;

/// <summary>As many runs as a fleet has nodes, at one time and on the same cores, of which nothing is sent.</summary>
internal static class AloneFleet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    /// <summary>Training tokens a second, of all together.</summary>
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

            cancellationToken.WaitHandle.WaitOne(Time);
            cancellationToken.ThrowIfCancellationRequested();
            return group.All.Sum(Stop);
        }
        finally
        {
            folders.ForEach(folder => folder.Dispose());
        }
    }

    private static double Stop(FleetProcess process)
    {
        process.Stop();
        return JsonNode.Parse(process.WaitFor("\"tokensPerSecond\""))!["tokensPerSecond"]!.GetValue<double>();
    }
}
