using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Estimates;

public sealed class StageTrafficTests
{
    private static readonly DataFacts Facts = new(TrainingTokens: 1_000_000, HeldOutTokens: 0, Vocabulary: 256);

    /// <summary>Of 128 columns: three boundaries, there and back.</summary>
    [Theory]
    [InlineData("fp32", 3 * 2 * 128 * 4)]
    [InlineData("bf16", 3 * 2 * 128 * 2)]
    [InlineData("int8", 3 * 2 * 128 * (1 + (4.0 / 256)))]
    public void StageBytesPerToken_FourStages_AreThoseOfThreeBoundaries(string codec, double expected) =>
        Assert.Equal(expected, Of($"pipeline.activations={codec}"), 1e-9);

    [Theory]
    [InlineData(0, "pipeline.stages=1")]
    [InlineData(3, "pipeline.stages=2", "pipeline.schedule=interleaved", "pipeline.chunks=2")]
    [InlineData(4, "pipeline.neighbours=checkfree-plus", "inner.accumulation=8")]
    [InlineData(3 + (2.0 / 3), "pipeline.neighbours=checkfree-plus", "inner.accumulation=3")]
    [InlineData(0, "method=diloco")]
    public void StageBytesPerToken_OtherWays_CountsEachPassFromStageToStage(double crossings, params string[] changes) =>
        Assert.Equal(crossings * 2 * 128 * 4, Of(changes), 1e-9);

    private static double Of(params string[] changes)
    {
        var job = changes.Select(change => change.Split('=')).Aggregate(
            new Job { Inner = new InnerOptions { Steps = 1000 } }.With(MethodKind.Pipeline),
            (changed, change) => JobSchema.Find(change[0])!.Write(changed, change[1])!);
        return new TrafficEstimate(job, Facts).StageBytesPerToken;
    }
}
