using Decentral.Models.Optimizers;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests;

/// <summary>Undisturbed runs with each part on a node of its own, so that all that is told travels as its bytes.</summary>
public sealed class SpreadRunTests
{
    private static readonly FleetWorld Spread = new()
    {
        Seed = 5,
        Fleet = new FleetOptions { Workers = 2, Rounds = 8, Outer = new OuterNesterov(0.7, 0.9) },
        NodeOfWorker = [1, 2],
        NodeOfShard = 3,
        NodeOfMonitor = 4,
    };

    [Fact]
    public void Run_PartsOnNodesOfTheirOwn_LedgerCountsWhatTheLinksCarried()
    {
        using var fleet = new SimulatedFleet(Spread);

        var totals = fleet.Run().Outcome!.State.Totals;

        Assert.Equal(fleet.Wire.BulkBytes, totals.SyncBytes);
        Assert.NotEqual(0, totals.SyncBytes);
    }

    [Fact]
    public void Run_PartsOnNodesOfTheirOwn_EqualsOneNode()
    {
        using var spread = new SimulatedFleet(Spread);
        using var together = new SimulatedFleet(Spread with { NodeOfWorker = [0, 0], NodeOfShard = 0, NodeOfMonitor = 0 });

        spread.Run();
        together.Run();

        Assert.Equal(DigestsOf(together), DigestsOf(spread));
        Assert.Equal(together.Outcome!.State.Totals, spread.Outcome!.State.Totals);
        Assert.Empty(together.Wire.Manifests);
    }

    [Fact]
    public void Run_StoppedFromANodeOfWorkers_PausesAndSaysSo()
    {
        using var fleet = new SimulatedFleet(Spread);

        fleet.RunAndStop(afterRound: 3, place: 2);

        Assert.False(fleet.Outcome!.IsFinished);
        Assert.IsType<RunPaused>(fleet.Ledger[^1]);
        Assert.Contains("training.request-stop", fleet.Wire.Manifests);
        Assert.Contains("training.pause-training", fleet.Wire.Manifests);
    }

    private static IEnumerable<string> DigestsOf(SimulatedFleet fleet) =>
        fleet.Ledger.OfType<RoundCommitted>().Select(committed => committed.Digest);
}
