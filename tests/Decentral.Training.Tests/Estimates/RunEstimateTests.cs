using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Estimates;

public sealed class RunEstimateTests
{
    private static readonly DataFacts Facts = new(TrainingTokens: 1_000_000, HeldOutTokens: 0, Vocabulary: 256);

    [Theory]
    [InlineData(MethodKind.DataParallel, 1)]
    [InlineData(MethodKind.LocalSgd, 100)]
    [InlineData(MethodKind.Diloco, 100)]
    [InlineData(MethodKind.Muloco, 30)]
    public void TimesLess_FullPrecision_IsTheStepsOfARound(MethodKind method, double expected) =>
        Assert.Equal(expected, new RunEstimate(Job(method), Facts).TimesLess!.Value, expected / 1000);

    /// <summary>Four bits and a scale a block in place of 32.</summary>
    [Fact]
    public void TimesLess_FourBits_IsNearlyEightTimesThat() =>
        Assert.InRange(new RunEstimate(Job(MethodKind.StreamingDiloco), Facts).TimesLess!.Value, 7.5 * 100, 8 * 100);

    [Fact]
    public void TimesLess_NothingExchanged_IsNoNumber()
    {
        var estimate = new RunEstimate(Job(MethodKind.Pipeline), Facts);
        var waiting = estimate.Waiting(TimeSpan.FromMilliseconds(1));

        Assert.Null(estimate.TimesLess);
        Assert.Equal((0, 0), (estimate.Traffic.Turn.Bytes, estimate.Traffic.Run().Bytes));
        Assert.Equal(10L * estimate.Job.TokensPerStep, estimate.Traffic.Turn.Tokens);
        Assert.Equal(new LinkNeed(0, 0), waiting.Need(TimeSpan.FromSeconds(1)));
        Assert.Equal(1, waiting.On(new LinkConditions(1, 1, TimeSpan.FromSeconds(1))).Utilisation);
    }

    [Fact]
    public void Waiting_StepsThatTakeNoTime_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunEstimate(Job(MethodKind.Diloco), Facts).Waiting(TimeSpan.Zero));

    private static Job Job(MethodKind method) => new Job { Inner = new InnerOptions { Steps = 1000 } }.With(method);
}
