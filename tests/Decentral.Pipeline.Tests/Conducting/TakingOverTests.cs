using Decentral.Actors;
using Decentral.Pipeline.Tests.Worlds;
using Decentral.Simulation.Faults;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Conducting;

/// <summary>The conductor dies: another one finds out from the members where they are, and undoes nothing.</summary>
public sealed class TakingOverTests
{
    private static readonly PipelineWorld World = new() { Steps = 4, Microbatches = 2, SamplesPerMicrobatch = 1 };

    [Theory]
    [InlineData(BuddyKind.Copy)]
    [InlineData(BuddyKind.None)]
    public void Run_TheConductorKilledAtEachEventInTurn_GivesTheLossesOfAnUndisturbedRun(BuddyKind buddy)
    {
        var world = World with { Buddy = buddy };
        var undisturbed = new SimulatedPipeline(world).Run();

        for (var atEvent = 1L; atEvent <= undisturbed.World.Events; atEvent++)
        {
            var killed = new SimulatedPipeline(world with { Faults = KillHub(atEvent) }).Run();

            // A step that was decided, and of which nobody beside the members has heard, is not made again: its loss is not known.
            LossTests.AssertSameLosses(undisturbed, killed);
            Assert.InRange(killed.Steps.Count, undisturbed.Steps.Count - 1, undisturbed.Steps.Count);
            Assert.All(killed.Forms, form => Assert.Equal(0, form.Undone));
        }
    }

    [Fact]
    public void Run_ConductorAndAMemberKilledAtOnce_GivesTheLossesOfAnUndisturbedRun()
    {
        var undisturbed = new SimulatedPipeline(World).Run();
        for (var atEvent = 60L; atEvent <= undisturbed.World.Events; atEvent += 3)
        {
            var member = LossTests.Crash(atEvent, (int)(atEvent % 3));
            var killed = new SimulatedPipeline(World with
            {
                Faults = new FaultPlan { Faults = [.. KillHub(atEvent).Faults, .. member.Faults] },
            }).Run();

            LossTests.AssertSameLosses(undisturbed, killed);
        }
    }

    private static FaultPlan KillHub(long atEvent) => new()
    {
        Faults = [new CrashNode(atEvent, new NodeId("hub"), true, TimeSpan.FromSeconds(1))],
    };
}
