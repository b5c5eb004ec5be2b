using System.Globalization;
using System.Text.Json.Nodes;
using Decentral.Benchmarks.Fleets;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Shaped;

/// <summary>bench/pytorch/ddp.py, a process in each namespace.</summary>
internal static class DdpFleet
{
    private const int Port = 29500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static ShapedResult Measure(ShapedCell cell, CancellationToken cancellationToken)
    {
        using var network = new ShapedNetwork(cell.Nodes, cell.Megabits);
        using var group = new ProcessGroup();
        for (var node = 0; node < cell.Nodes; node++)
        {
            group.Add(Start(cell, network, node));
        }

        using var watch = ThreadWatch.OfFirstThreads(group.All);
        JsonNode[] results =
        [
            .. group.All.Select(process =>
                JsonNode.Parse(process.WaitFor("\"stepSecondsAlone\"", cell.Time + Patience, cancellationToken))!),
        ];
        watch.Stop();
        return Result(cell, results, watch);
    }

    private static FleetProcess Start(ShapedCell cell, ShapedNetwork network, int node)
    {
        (string Name, object Value)[] environment =
        [
            ("GLOO_SOCKET_IFNAME", ShapedNetwork.Interface),
            ("MASTER_ADDR", ShapedNetwork.AddressOf(0)),
            ("MASTER_PORT", Port),
            ("RANK", node),
            ("WORLD_SIZE", cell.Nodes),
            ("OPENBLAS_NUM_THREADS", 1),
            ("OMP_NUM_THREADS", 1),
        ];
        (string Name, object Value)[] options =
        [
            ("layers", ShapedWork.Layers),
            ("width", ShapedWork.Width),
            ("heads", ShapedWork.Heads),
            ("context", ShapedWork.Context),
            ("vocabulary", ShapedWork.Vocabulary),
            ("batch", ShapedWork.Batch),
            ("threads", 1),
            ("seconds", cell.Time.TotalSeconds),
        ];
        return FleetProcess.Start(
            network.PlaceOf(node).Within(["env", .. environment.Select(one => Text($"{one.Name}={one.Value}"))]),
            Path.GetTempPath(),
            [
                PyTorchRun.Python,
                Repository.PathOf("bench", "pytorch", "ddp.py"),
                .. options.SelectMany(IEnumerable<string> (one) => [Text($"--{one.Name}"), Text($"{one.Value}")]),
            ]);
    }

    private static ShapedResult Result(ShapedCell cell, JsonNode[] results, ThreadWatch watch)
    {
        var steps = results[0]["steps"]!.GetValue<int>();
        var tokensPerStep = ShapedWork.Batch * ShapedWork.Context;
        var began = Time(results.Max(result => Number(result, "began")));
        var ended = Time(results.Min(result => Number(result, "ended")));
        return new ShapedResult(
            steps,
            TimeSpan.FromSeconds(results.Max(result => Number(result, "seconds"))),
            (long)steps * cell.Nodes * tokensPerStep,
            results.Sum(result => tokensPerStep / Number(result, "stepSecondsAlone")),
            watch.IdleBetween(began, ended).Average(),
            IdleOfRounds: []);
    }

    private static double Number(JsonNode result, string name) => result[name]!.GetValue<double>();

    private static DateTimeOffset Time(double seconds) => DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
