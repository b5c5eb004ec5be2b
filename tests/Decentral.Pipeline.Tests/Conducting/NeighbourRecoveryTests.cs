using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Tests.Worlds;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Tests.Conducting;

/// <summary>No copies are kept: a lost stage is made from those beside it.</summary>
public sealed class NeighbourRecoveryTests
{
    private static readonly PipelineWorld World = new()
    {
        Members = 5,
        Stages = 5,
        Steps = 40,
        Model = new() { Layers = 10 },
        Buddy = BuddyKind.None,
        Neighbours = NeighbourKind.CheckFree,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_AnInnerStageLost_GoesOnWithoutUndoingAStep(int member)
    {
        var pipeline = Lose(World, member);

        var form = pipeline.Forms.Last();
        Assert.Equal(RecoveryRung.Neighbours, form.Rung);
        Assert.Equal(0, form.Undone);
        Assert.Contains($"Stage {member} becomes the average", form.Reason);
        LossTests.AssertEachStepOnce(pipeline);
        Assert.True(pipeline.Steps[^1].Loss < pipeline.Steps[0].Loss);
    }

    [Theory]
    [InlineData(0, "first")]
    [InlineData(4, "last")]
    public void Run_AnEndLostUnderCheckFree_SaysThatItHasOneNeighbour(int member, string which)
    {
        var pipeline = Lose(World, member);

        Assert.True(pipeline.IsLost);
        Assert.Contains($"is the {which} of 5", pipeline.Heard.OfType<Pipeline.Conducting.PipelineLost>().Single().Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Run_AnEndLostUnderCheckFreePlus_IsCopiedFromItsNeighbour(int member)
    {
        var pipeline = Lose(World with { Neighbours = NeighbourKind.CheckFreePlus }, member);

        Assert.False(pipeline.IsLost);
        Assert.Equal(RecoveryRung.Neighbours, pipeline.Forms.Last().Rung);
        Assert.True(pipeline.Forms.Last().Form.IsSwapped);
        LossTests.AssertEachStepOnce(pipeline);
    }

    [Fact]
    public void Run_BothEndsLostUnderCheckFreePlus_AreCopiedFromTheirNeighbours()
    {
        var pipeline = Lose(World with { Neighbours = NeighbourKind.CheckFreePlus }, 0, 4);

        Assert.False(pipeline.IsLost);
        Assert.Equal(RecoveryRung.Neighbours, pipeline.Forms.Last().Rung);
    }

    [Fact]
    public void Conductor_ChunksAndNeighbours_AreRefused()
    {
        var options = new Pipeline.Conducting.ConductorOptions
        {
            Term = new(1),
            Layers = 8,
            Stages = 2,
            Chunks = 2,
            Work = _ => null,
            Listener = Actors.ActorRef.None,
        };

        Assert.Contains("Stages of 2 chunks", Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    [Fact]
    public void Run_TwoBesideEachOtherLost_SaysThatNothingIsLeft()
    {
        var pipeline = Lose(World, 1, 2);

        Assert.Contains("is lost too", pipeline.Heard.OfType<Pipeline.Conducting.PipelineLost>().Single().Reason);
    }

    [Fact]
    public void Run_AllButOneLost_SaysThatNothingIsLeft()
    {
        Assert.True(Lose(World with { Neighbours = NeighbourKind.CheckFreePlus }, 0, 1, 3, 4).IsLost);
        Assert.True(Lose(World with { Buddy = BuddyKind.Copy }, 0, 1, 3, 4).IsLost);
    }

    [Fact]
    public void Run_SwappedOrder_KeepsTheSamplesAndLearns()
    {
        var swapped = new SimulatedPipeline(World with { Neighbours = NeighbourKind.CheckFreePlus }).Run();
        var straight = new SimulatedPipeline(World).Run();

        Assert.NotEqual(straight.Steps[0].Loss, swapped.Steps[0].Loss);
        Assert.True(swapped.Steps[^1].Loss < swapped.Steps[0].Loss);
    }

    private static SimulatedPipeline Lose(PipelineWorld world, params int[] members)
    {
        var pipeline = new SimulatedPipeline(world).RunThrough(20);
        foreach (var member in members)
        {
            pipeline.World.NodeOf(SimulatedPipeline.NameOf(new MemberId(member))).Crash(restartsAfter: TimeSpan.FromSeconds(1));
        }

        return pipeline.Run();
    }
}
