using System.Text.Json.Nodes;

namespace Decentral.EndToEnd.Nodes;

/// <summary>Real nodes in networks of their own, whose links are slow, cut and healed.</summary>
[Trait("Category", "Long")]
public sealed class ShapedNetworkTests(LinkedJob job) : IClassFixture<LinkedJob>
{
    private const string Reason = "Network namespaces take root, and the ip and tc of iproute2.";

    /// <summary>Each update keeps the link busy for seconds: whoever is at the other end must not be taken for dead.</summary>
    [Fact]
    public void Run_LinkOfOneMegabitThatIsSaturated_NobodyIsSuspected()
    {
        Assert.SkipUnless(ShapedNetwork.IsPossible, Reason);
        using var network = new ShapedNetwork(1);
        network.Squeeze("1mbit");
        using var hub = job.ListenAt(network.HubAddress, "squeezed", workersHere: 1, "--set", "sync.every=200");
        using var node = NodeProcess.StartIn(network.Name, job.Path, "slow", LinkedJob.JoinOptions(hub));

        var summary = hub.WaitForEnd(expectedExitCode: 0);

        node.Reach("the run is finished").WaitForEnd(expectedExitCode: 0);
        Assert.DoesNotContain("worker-1 left", hub.Said, StringComparison.Ordinal);
        Assert.InRange(Number(summary, "rounds"), 4, 8);
        Assert.Equal(0, Number(summary, "recoveries"));
    }

    [Fact]
    public void Run_LinkThatIsCutForLongerThanTheLeaseAndHealed_GoesOnWithoutAndThenWithTheNode()
    {
        Assert.SkipUnless(ShapedNetwork.IsPossible, Reason);
        using var network = new ShapedNetwork(2);
        using var hub = job.ListenAt(
            network.HubAddress, "cut", workersHere: 1, "--lease", "1", "--set", "inner.steps=3000");
        using var node = NodeProcess.StartIn(network.Name, job.Path, "cut-off", LinkedJob.JoinOptions(hub));
        hub.Reach("worker-1 joined").Reach("held-out");

        network.Cut();
        hub.Reach("worker-1 left");
        network.Heal();

        hub.Reach("worker-1 joined");
        hub.WaitForEnd(expectedExitCode: 0);
        node.Reach("joining again").Reach("the run is finished").WaitForEnd(expectedExitCode: 0);
    }

    private static int Number(JsonObject summary, string name) => summary[name]!.GetValue<int>();
}
