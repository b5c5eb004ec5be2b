using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Jobs;

public sealed class MethodPresetTests
{
    [Theory]
    [InlineData(MethodKind.DataParallel, 1, UpdateKind.Gradient, OuterOptimizerKind.None)]
    [InlineData(MethodKind.LocalSgd, 100, UpdateKind.Parameters, OuterOptimizerKind.None)]
    [InlineData(MethodKind.Diloco, 100, UpdateKind.PseudoGradient, OuterOptimizerKind.Nesterov)]
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

    [Fact]
    public void For_TheDefaultMethod_IsWhatANewJobHas()
    {
        var job = new Job();

        Assert.Equal(job, job.With(job.Method));
    }
}
