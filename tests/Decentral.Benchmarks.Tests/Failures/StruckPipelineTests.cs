using Decentral.Benchmarks.Failures;
using Decentral.Models.Data;
using Decentral.Models.Replicas;

namespace Decentral.Benchmarks.Tests.Failures;

public sealed class StruckPipelineTests
{
    /// <summary>Inner stages, ends, two at once, one iteration after the other, and where a loss would be taken.</summary>
    private static readonly (long, int)[] Failures = [(2, 1), (5, 0), (5, 3), (6, 4), (9, 5), (12, 2)];

    [Fact]
    public void Run_NoFailure_IsTheRunOfTheWholeModel()
    {
        var setting = SmallSetting.Setting;
        var text = new FailureText(SmallSetting.Text, setting.Context);
        using var replica = new DecoderReplica(setting.CreateModel(), FailureSetting.CreateOptimizer());
        replica.Initialize(seed: 1);
        for (var step = 1; step <= setting.Steps; step++)
        {
            var count = setting.Microbatches * setting.SamplesPerMicrobatch;
            var windows = new long[count * (setting.Context + 1)];
            text.Fill(1, new SampleRange((step - 1) * count, count), windows);
            ((IReplica)replica).TrainStep(new TokenBatch(windows, count), new StepSettings(setting.RateOf(step), setting.Clip));
        }

        var run = SmallSetting.Run(FailureGrid.NoFailure, null);

        Assert.Equal(replica.Evaluate(text.HeldOut(setting.HeldOutWindows)), run.Curve[^1].Loss, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_ExactStrategy_HasTheLossesOfTheRunWithoutFailures(int interval)
    {
        var strategy = new FailureStrategy("copies", StrategyKind.Checkpoint, interval);
        var trace = SmallSetting.Trace(Failures);
        var undisturbed = SmallSetting.Run(FailureGrid.NoFailure, null);

        var run = SmallSetting.Run(strategy, trace);

        Assert.Equal(SmallSetting.Setting.Steps, run.Curve[^1].Step);
        Assert.All(
            run.Curve.Where(judged => undisturbed.Curve.Any(other => other.Step == judged.Step)),
            judged => Assert.Equal(undisturbed.Curve.Single(other => other.Step == judged.Step).Loss, judged.Loss, 1e-5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_ExactStrategy_MeetsTheTraceAsItsReplaySays(int interval)
    {
        var strategy = new FailureStrategy("copies", StrategyKind.Checkpoint, interval);
        var trace = SmallSetting.Trace(Failures);

        var run = SmallSetting.Run(strategy, trace);

        var replay = ExactReplay.Of(strategy, SmallSetting.Setting, trace, SmallSetting.Run(FailureGrid.NoFailure, null));
        Assert.Equal(replay.Iterations, run.Iterations);
        Assert.Equal(Told(replay), Told(run));
    }

    [Fact]
    public void Run_CheckFree_UndoesNothingAndSparesTheEnds()
    {
        var run = SmallSetting.Run(FailureGrid.CheckFree, SmallSetting.Trace(Failures));

        Assert.Equal(["2: 1, 0 undone", "5: 3, 0 undone", "6: 4, 0 undone"], Told(run));
        Assert.Equal(SmallSetting.Setting.Steps, run.Iterations);
    }

    [Fact]
    public void Run_CheckFreePlus_LosesTheEndsToo()
    {
        var run = SmallSetting.Run(FailureGrid.CheckFreePlus, SmallSetting.Trace(Failures));

        Assert.Equal(["2: 1, 0 undone", "5: 0 3, 0 undone", "6: 4, 0 undone", "9: 5, 0 undone"], Told(run));
    }

    [Fact]
    public void Run_WhatIsPutInAStagesPlace_MakesADifferenceFromThereOn()
    {
        var trace = SmallSetting.Trace((7, 2));
        FailureStrategy[] strategies = [FailureGrid.CheckFree, FailureGrid.PlainAverage, FailureGrid.CopyPrevious, FailureGrid.Random];

        var runs = strategies.Select(strategy => SmallSetting.Run(strategy, trace)).ToList();

        Assert.Single(runs.Select(run => run.Curve.Last(judged => judged.Step < 7).Loss).Distinct());
        Assert.Equal(strategies.Length, runs.Select(run => run.Curve[^1].Loss).Distinct().Count());
    }

    [Fact]
    public void Run_Probed_IsTheRunWithoutFailuresWithWhatLossesWouldDo()
    {
        var probed = SmallSetting.Run(FailureGrid.Probed, null);

        Assert.Equal(SmallSetting.Run(FailureGrid.NoFailure, null).Curve, probed.Curve);
        Assert.Equal(
            FailureGrid.Ablation.Length * (SmallSetting.Setting.Stages - 2),
            probed.Probes!.Where(probe => probe.Step == SmallSetting.Setting.Steps).Select(probe => (probe.Stage, probe.Kind)).Distinct().Count());
        Assert.Contains(probed.Probes!, probe => probe.Rise != 0);
    }

    private static IEnumerable<string> Told(FailureRun run) =>
        run.Strikes.Select(strike => $"{strike.Iteration}: {string.Join(' ', strike.Stages)}, {strike.Undone} undone");
}
