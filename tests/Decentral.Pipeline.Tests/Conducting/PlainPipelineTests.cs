using Decentral.Pipeline.Tests.Worlds;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Conducting;

/// <summary>Nothing goes wrong: the way a model is cut and the order of passes make no difference.</summary>
public sealed class PlainPipelineTests
{
    private static readonly PipelineWorld World = new();

    [Theory]
    [InlineData(PipelineScheduleKind.Gpipe, 2, 1)]
    [InlineData(PipelineScheduleKind.OneForwardOneBackward, 3, 1)]
    [InlineData(PipelineScheduleKind.Interleaved, 2, 3)]
    public void Run_AnyCutOrSchedule_GivesTheLossesOfOneStage(PipelineScheduleKind schedule, int stages, int chunks)
    {
        var expected = new SimulatedPipeline(World with { Stages = 1, Members = 1 }).Run();

        var found = new SimulatedPipeline(World with { Stages = stages, Members = stages, Schedule = schedule, Chunks = chunks }).Run();

        Assert.Equal(World.Steps, found.Steps.Count);
        Assert.Equal(World.Steps, expected.Steps.Count);
        Assert.All(expected.Steps.Zip(found.Steps), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-5));
        Assert.True(found.Steps[^1].Loss < found.Steps[0].Loss);
    }
}
