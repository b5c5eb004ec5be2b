using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Tests.Worlds;
using Decentral.Simulation.Faults;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Tests.Conducting;

/// <summary>Members die at any moment: where copies are kept, the run comes out as if nothing had happened.</summary>
public sealed class LossTests
{
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(1);

    private static readonly PipelineWorld Small = new() { Steps = 4, Microbatches = 2, SamplesPerMicrobatch = 1 };

    private static readonly PipelineWorld Four = new() { Members = 4, Stages = 4, Model = new() { Layers = 8 } };

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(0, true)]
    [InlineData(2, true)]
    public void Run_AMemberKilledAtEachEventInTurn_GivesTheLossesOfAnUndisturbedRun(int member, bool isTied)
    {
        var world = Small with { Model = Small.Model with { IsTied = isTied } };
        var undisturbed = new SimulatedPipeline(world).Run();
        var events = undisturbed.World.Events;
        Assert.True(events > 100);

        for (var atEvent = 1L; atEvent <= events; atEvent++)
        {
            var killed = new SimulatedPipeline(world with { Faults = Crash(atEvent, member) }).Run();

            AssertSameLosses(undisturbed, killed);
            AssertEachStepOnce(killed);
        }
    }

    [Fact]
    public void Run_TwoMembersKilledAtOnceNotBesideEachOther_GivesTheLossesOfAnUndisturbedRun()
    {
        var undisturbed = new SimulatedPipeline(Four).Run();
        for (var atEvent = 60L; atEvent <= undisturbed.World.Events; atEvent += 7)
        {
            var killed = new SimulatedPipeline(Four with { Faults = Crash(atEvent, 0, 2) }).Run();

            AssertSameLosses(undisturbed, killed);
            AssertEachStepOnce(killed);
        }
    }

    [Theory]
    [InlineData(PipelineScheduleKind.Gpipe, 1)]
    [InlineData(PipelineScheduleKind.Interleaved, 2)]
    public void Run_OtherSchedules_GiveTheLossesOfAnUndisturbedRun(PipelineScheduleKind schedule, int chunks)
    {
        var world = Four with { Schedule = schedule, Chunks = chunks };
        var undisturbed = new SimulatedPipeline(world).Run();
        for (var atEvent = 60L; atEvent <= undisturbed.World.Events; atEvent += 11)
        {
            AssertSameLosses(undisturbed, new SimulatedPipeline(world with { Faults = Crash(atEvent, 1) }).Run());
        }
    }

    [Fact]
    public void Run_TwoNeighboursLostWithTheirCopies_SaysThatNothingIsLeft()
    {
        var lost = new SimulatedPipeline(Four with { Steps = 1000 }).RunThrough(5);
        lost.World.NodeOf(SimulatedPipeline.NameOf(new MemberId(1))).Crash(restartsAfter: Restart);
        lost.World.NodeOf(SimulatedPipeline.NameOf(new MemberId(2))).Crash(restartsAfter: Restart);

        lost.Run();

        var reason = Assert.Single(lost.Heard.OfType<PipelineLost>()).Reason;
        Assert.Contains("Nobody has the state", reason);
    }

    [Fact]
    public void Run_WithoutAReplacement_GoesOnWithFewerStagesAndTheSameLosses()
    {
        var undisturbed = new SimulatedPipeline(Four).Run();
        var shrunk = new SimulatedPipeline(Four with { Faults = Crash(150, forever: true, 1) }).Run();

        AssertSameLosses(undisturbed, shrunk, 1e-5);
        Assert.Equal(3, shrunk.Forms.Last().Form.Seats.Length);
        AssertEachStepOnce(shrunk);
    }

    [Fact]
    public void Run_WithASpareMember_HasItTakeTheStageAtOnce()
    {
        var undisturbed = new SimulatedPipeline(Four).Run();
        var spared = new SimulatedPipeline(Four with { Members = 5, Faults = Crash(150, forever: true, 2) }).Run();

        AssertSameLosses(undisturbed, spared);
        Assert.Contains(spared.Forms.Last().Form.Seats, seat => seat.Member == new MemberId(4));
        Assert.Equal(RecoveryRung.BuddyCopy, spared.Forms.Last().Rung);
    }

    internal static FaultPlan Crash(long atEvent, params int[] members) => Crash(atEvent, forever: false, members);

    internal static FaultPlan Crash(long atEvent, bool forever, params int[] members) => new()
    {
        Faults =
        [
            .. members.Select(member => new CrashNode(
                atEvent, SimulatedPipeline.NameOf(new MemberId(member)), true, forever ? TimeSpan.FromDays(1) : Restart)),
        ],
    };

    internal static void AssertSameLosses(SimulatedPipeline expected, SimulatedPipeline found, double tolerance = 0)
    {
        Assert.False(found.IsLost, found.Heard.OfType<PipelineLost>().FirstOrDefault()?.Reason);
        Assert.Equal(expected.LastStep, found.LastStep);
        foreach (var second in found.Steps)
        {
            var first = expected.Steps[(int)second.Step - 1];
            Assert.True(
                Math.Abs(first.Loss - second.Loss) <= tolerance,
                $"Step {first.Step} has a loss of {second.Loss}, undisturbed {first.Loss}.\n{found}");
        }
    }

    /// <summary>Behind each form the steps go on from the state that it begins with, one after the other.</summary>
    internal static void AssertEachStepOnce(SimulatedPipeline pipeline)
    {
        var last = 0L;
        foreach (var heard in pipeline.Heard)
        {
            if (heard is PipelineFormed formed)
            {
                Assert.True(formed.Stamp.Step <= last, $"Formed behind {formed.Stamp}, when step {last} was the last.");
                Assert.Equal(last - formed.Stamp.Step, formed.Undone);
                last = formed.Stamp.Step;
            }
            else if (heard is StepMade made)
            {
                Assert.Equal(last + 1, made.Step);
                last = made.Step;
            }
        }
    }
}
