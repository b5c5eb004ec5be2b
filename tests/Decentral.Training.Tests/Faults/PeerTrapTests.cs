using System.Diagnostics;
using Decentral.Codecs;
using Decentral.Models.Optimizers;
using Decentral.Simulation.Faults;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Faults;

/// <summary>
/// What went wrong in other systems for training over unreliable machines, by their users' reports: each as a test of ours. Those that
/// a part can be tried by alone are with that part.
/// </summary>
public sealed class PeerTrapTests
{
    private static readonly FleetWorld ThreeNodes = new()
    {
        Seed = 31,
        Fleet = new FleetOptions
        {
            Workers = 3,
            Rounds = 6,
            StepsPerRound = 2,
            Optimizer = new AdamWOptions { Beta1 = 0, Beta2 = 0 },
        },
        NodeOfWorker = [0, 1, 2],
        IsPlaced = true,
    };

    /// <summary>prime-diloco logs the failure of a reduction, and steps.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Reduce_ReductionThatFails_IsNotFollowedByAnOuterStep(int failing)
    {
        var aggregates = new StumblingCodec(failing);
        using var fleet = new SimulatedFleet(ThreeNodes with { Fleet = ThreeNodes.Fleet with { Down = aggregates } });

        // After each event the checker compares each replica with plain training on what the ledger says.
        fleet.Run();

        Assert.True(aggregates.HasFailed);
        Assert.Contains(fleet.Ledger, happened => happened is TermBegan { IsRecovery: true });
        Assert.Equal(
            Enumerable.Range(1, (int)ThreeNodes.Fleet.Rounds), RoundsOf(fleet).Select(committed => (int)committed.Round.Value));
    }

    /// <summary>Those who come back, and those who give them the model, go again while it is under way (prime-diloco#156, torchtitan#4209).</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Recover_JoinerOrDonorLeavesMeanwhile_ComesToItsEnd(bool joinerLeaves, bool donorLeaves)
    {
        var (donor, joiner) = (SimulatedFleet.NameOf(1), SimulatedFleet.NameOf(2));
        const int Lost = 150;
        var worlds = 0;

        for (var later = 1; later < 200; later += 4)
        {
            CrashNode lost = new(Lost, joiner, KeepsDisk: true, TimeSpan.FromSeconds(0.1));
            CrashNode again = new(Lost + later, joiner, KeepsDisk: true, TimeSpan.FromSeconds(0.1));
            CrashNode giver = new(Lost + later, donor, KeepsDisk: true, TimeSpan.FromSeconds(0.2));
            using var fleet = new SimulatedFleet(ThreeNodes with
            {
                Faults = new FaultPlan { Faults = [lost, .. joinerLeaves ? [again] : (Fault[])[], .. donorLeaves ? [giver] : (Fault[])[]] },
            });
            Assert.True(fleet.Run().HasEnded);
            worlds += fleet.Struck.Count() > 1 ? 1 : 0;
        }

        Assert.InRange(worlds, 30, int.MaxValue);
    }

    /// <summary>Peers that start at the same moment found two runs (hivemind#624).</summary>
    [Fact]
    public void Join_NodesThatStartAtOnce_FindOneRunAndPlacesOfTheirOwn()
    {
        using var fleet = new SimulatedFleet(ThreeNodes);

        fleet.Run();

        Assert.Single(fleet.Ledger.OfType<RunCreated>());
        var places = fleet.Ledger.OfType<WorkerPlaced>().ToArray();
        Assert.Equal(["node-1", "node-2"], places.Select(placed => placed.Node).Order());
        Assert.Equal([1, 2], places.Select(placed => placed.Worker.Value).Order());
    }

    /// <summary>A joiner with nothing to give was counted in the mean all the same, which made everybody's step smaller (prime).</summary>
    [Fact]
    public void Join_BeforeItHasTrainedAWindow_CountsInNoMean()
    {
        CrashNode lost = new(150, SimulatedFleet.NameOf(2), KeepsDisk: true, TimeSpan.FromSeconds(0.05));
        using var fleet = new SimulatedFleet(ThreeNodes with { Faults = new FaultPlan { Faults = [lost] } });

        fleet.Run();

        // Equal to plain training on exactly the leases of those who contributed: the checker holds every commit to that.
        Assert.All(RoundsOf(fleet), committed => Assert.All(committed.Contributions, given => Assert.NotEqual(0, given.Tokens)));
        Assert.Contains(RoundsOf(fleet), committed => committed.Contributions.Length == 2);
        Assert.Equal(3, RoundsOf(fleet).Last().Contributions.Length);
    }

    private static IEnumerable<RoundCommitted> RoundsOf(SimulatedFleet fleet) => fleet.Ledger.OfType<RoundCommitted>();

    /// <summary>fp32 that fails once, when it is used for the n-th time.</summary>
    private sealed class StumblingCodec(int failing) : ITensorCodec
    {
        private readonly Fp32Codec _codec = new();
        private int _uses;

        public bool HasFailed => _uses >= failing;

        public string Name => _codec.Name;

        public int BlockLength => _codec.BlockLength;

        public int EncodedLength(int valueCount) => _codec.EncodedLength(valueCount);

        public void Encode(ReadOnlySpan<float> values, Span<byte> destination)
        {
            if (++_uses == failing)
            {
                throw new UnreachableException("The reduction fails.");
            }

            _codec.Encode(values, destination);
        }

        public bool TryDecode(ReadOnlySpan<byte> encoded, Span<float> destination) => _codec.TryDecode(encoded, destination);
    }
}
