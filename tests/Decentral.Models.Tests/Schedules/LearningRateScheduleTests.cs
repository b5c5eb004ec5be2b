using Decentral.Models.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Schedules;

public sealed class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule Schedule = new()
    {
        Peak = 1e-3,
        BudgetTokens = 1000,
        WarmupTokens = 100,
        FloorShare = 0.1,
        DecayShare = 0.2,
    };

    [Theory]
    [InlineData(LearningRateShape.Constant, 10, 1e-4)]
    [InlineData(LearningRateShape.Constant, 100, 1e-3)]
    [InlineData(LearningRateShape.Constant, 5000, 1e-3)]
    [InlineData(LearningRateShape.Cosine, 0, 0)]
    [InlineData(LearningRateShape.Cosine, 50, 5e-4)]
    [InlineData(LearningRateShape.Cosine, 100, 1e-3)]
    [InlineData(LearningRateShape.Cosine, 325, 1e-4 + (9e-4 * 0.8535533905932737))]
    [InlineData(LearningRateShape.Cosine, 550, 5.5e-4)]
    [InlineData(LearningRateShape.Cosine, 1000, 1e-4)]
    [InlineData(LearningRateShape.Cosine, 5000, 1e-4)]
    [InlineData(LearningRateShape.StableThenLinear, 800, 1e-3)]
    [InlineData(LearningRateShape.StableThenLinear, 900, 5.5e-4)]
    [InlineData(LearningRateShape.StableThenLinear, 1000, 1e-4)]
    [InlineData(LearningRateShape.StableThenSquareRoot, 800, 1e-3)]
    [InlineData(LearningRateShape.StableThenSquareRoot, 850, 5.5e-4)]
    [InlineData(LearningRateShape.StableThenSquareRoot, 1000, 1e-4)]
    public void At_Progress_IsOnTheCurve(LearningRateShape shape, long tokens, double expected) =>
        Assert.Equal(expected, (Schedule with { Shape = shape }).At(tokens), 1e-12);

    [Fact]
    public void At_AfterWarmup_NeverRisesAndStaysAboveTheFloor() =>
        Prop.ForAll(
            Gen.Elements(Enum.GetValues<LearningRateShape>()).ToArbitrary(),
            Gen.Choose(100, 1200).ToArbitrary(),
            (shape, tokens) =>
            {
                var schedule = Schedule with { Shape = shape };
                Assert.InRange(schedule.At(tokens + 1), 1e-4, schedule.At(tokens));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void At_NegativeProgress_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.At(-1));

    [Fact]
    public void Validate_GoodSettings_Passes() =>
        Assert.All(Enum.GetValues<LearningRateShape>(), shape => (Schedule with { Shape = shape }).Validate());

    [Fact]
    public void Validate_BadSetting_NamesIt()
    {
        AssertRejected(nameof(Schedule.Peak), Schedule with { Peak = 0 });
        AssertRejected(nameof(Schedule.Peak), Schedule with { Peak = double.NaN });
        AssertRejected(nameof(Schedule.BudgetTokens), Schedule with { BudgetTokens = 0 });
        AssertRejected(nameof(Schedule.WarmupTokens), Schedule with { WarmupTokens = 1000 });
        AssertRejected(nameof(Schedule.FloorShare), Schedule with { FloorShare = 1.5 });
        AssertRejected(nameof(Schedule.DecayShare), Schedule with { DecayShare = 0 });
        AssertRejected(
            nameof(Schedule.DecayShare),
            Schedule with { DecayShare = 0.95, Shape = LearningRateShape.StableThenLinear });
    }

    private static void AssertRejected(string name, LearningRateSchedule schedule) =>
        Assert.Contains(name, Assert.Throws<ArgumentException>(schedule.Validate).Message);
}
