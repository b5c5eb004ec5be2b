using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Jobs;

public sealed class MethodPresetTests
{
    [Theory]
    [InlineData(MethodKind.DataParallel, 1, UpdateKind.Gradient, OuterOptimizerKind.None)]
    [InlineData(MethodKind.LocalSgd, 100, UpdateKind.Parameters, OuterOptimizerKind.None)]
    [InlineData(MethodKind.Diloco, 100, UpdateKind.PseudoGradient, OuterOptimizerKind.Nesterov)]
    [InlineData(MethodKind.Co2, 48, UpdateKind.PseudoGradient, OuterOptimizerKind.Co2)]
    [InlineData(MethodKind.AsyncDiloco, 50, UpdateKind.PseudoGradient, OuterOptimizerKind.DelayedNesterov)]
    [InlineData(MethodKind.Dgc, 1, UpdateKind.Velocity, OuterOptimizerKind.None)]
    [InlineData(MethodKind.OneBitAdam, 1, UpdateKind.Momentum, OuterOptimizerKind.None)]
    [InlineData(MethodKind.Pipeline, 10, UpdateKind.None, OuterOptimizerKind.None)]
    public void For_EachMethod_IsItsPapersCombination(
        MethodKind method, int every, UpdateKind update, OuterOptimizerKind outer)
    {
        var preset = MethodPreset.For(method);

        Assert.Equal(every, preset.Sync.Every);
        Assert.Equal(update, preset.Update.Kind);
        Assert.Equal(outer, preset.Outer.Optimizer);
        Assert.Equal(AggregatorKind.Mean, preset.Aggregate);
    }

    [Fact]
    public void For_Diloco_HasThePapersOuterNesterov()
    {
        var outer = MethodPreset.For(MethodKind.Diloco).Outer;

        Assert.Equal(0.7, outer.LearningRate);
        Assert.Equal(0.9, outer.Momentum);
    }

    [Fact]
    public void For_EveryMethod_GivesAJobWithoutProblems() => Assert.All(
        Enum.GetValues<MethodKind>(),
        method => Assert.Empty(JobValidator.Validate(new Job { Inner = new() { Steps = 1000 } }.With(method))));

    /// <summary>A rate of gradient descent is no rate of Adam; one that was chosen stays.</summary>
    [Fact]
    public void With_MethodThatBringsALearningRate_TakesItBackWithTheNext()
    {
        var tuned = new Job { Inner = new() { LearningRate = 1e-3 } };

        Assert.Equal(0.1, tuned.With(MethodKind.Dgc).Inner.LearningRate);
        Assert.Equal(new InnerOptions().LearningRate, tuned.With(MethodKind.Dgc).With(MethodKind.Diloco).Inner.LearningRate);
        Assert.Equal(1e-3, tuned.With(MethodKind.Muloco).Inner.LearningRate);
    }

    [Fact]
    public void For_EveryMethodButPipeline_LeavesTheModelWhole() => Assert.All(
        Enum.GetValues<MethodKind>(),
        method => Assert.Equal(method == MethodKind.Pipeline ? 4 : 0, MethodPreset.For(method).Pipeline.Stages));

    /// <summary>What one pipeline is made of is none of what a fleet of workers is; what was chosen stays.</summary>
    [Fact]
    public void With_Pipeline_BringsItsWorkerAndMicrobatchesAndTakesThemBackWithTheNext()
    {
        var job = new Job();

        var pipelined = job.With(MethodKind.Pipeline);

        Assert.Equal((1, 8, 4), (pipelined.Workers, pipelined.Inner.Accumulation, pipelined.Pipeline.Stages));
        Assert.Equal(job, pipelined.With(MethodKind.Diloco));
        Assert.Equal(7, (job with { Workers = 7 }).With(MethodKind.LocalSgd).Workers);
        Assert.Equal(3, (pipelined with { Inner = pipelined.Inner with { Accumulation = 3 } }).With(MethodKind.Diloco).Inner.Accumulation);
    }

    [Fact]
    public void For_TheDefaultMethod_IsWhatANewJobHas()
    {
        var job = new Job();

        Assert.Equal(job, job.With(job.Method));
    }
}
