using Decentral.Cli.Hosting;
using Decentral.Cli.Joining;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Joining;

public sealed class NodeMemoryTests
{
    private static readonly DataFacts Facts = new(1_000_000, 10_000, 256);
    private static readonly NodePolicy Lent = new() { Memory = 1L << 30 };
    private static readonly Job Large = new() { Model = new ModelOptions { Layers = 8, Width = 1024, Heads = 8 } };

    [Fact]
    public void Check_WholeModelThatDoesNotFit_IsRefusedWithARemedy()
    {
        var refused = Assert.Throws<MistakeException>(() => NodeMemory.Check(Large, Facts, workers: 1, Lent));

        Assert.Contains("for 1 worker, and this machine lends", Assert.Single(refused.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_StageOfTheSameModel_Fits() =>
        NodeMemory.Check(Large.With(MethodKind.Pipeline) with { Pipeline = new PipelineOptions { Stages = 8 } }, Facts, workers: 1, Lent);

    [Fact]
    public void Check_MoreStagesThanFit_AreRefused()
    {
        var staged = Large.With(MethodKind.Pipeline) with { Pipeline = new PipelineOptions { Stages = 8 } };

        var refused = Assert.Throws<MistakeException>(() => NodeMemory.Check(staged, Facts, workers: 8, Lent));

        Assert.Contains("for 8 stages, and this machine lends", Assert.Single(refused.Messages), StringComparison.Ordinal);
    }
}
