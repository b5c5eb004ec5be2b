using Decentral.Pipeline.Faults;

namespace Decentral.Pipeline.Tests.Faults;

public sealed class FailureProbabilityTests
{
    /// <summary>CheckFree's three rates at the seconds an iteration of its medium model takes.</summary>
    [Theory]
    [InlineData(0.05, 91.32, 0.0013)]
    [InlineData(0.10, 91.32, 0.0027)]
    [InlineData(0.16, 92.12, 0.0045)]
    public void PerIteration_CheckFreesRates_AreThoseOfItsIterations(double hourly, double seconds, double expected) =>
        Assert.Equal(expected, FailureProbability.PerIteration(hourly, TimeSpan.FromSeconds(seconds)), 0.00005);

    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.16, 90)]
    [InlineData(0.9, 3600)]
    [InlineData(0.5, 7200)]
    public void PerIteration_IterationsOfAnHour_FailAsOftenAsTheHour(double hourly, double seconds)
    {
        var probability = FailureProbability.PerIteration(hourly, TimeSpan.FromSeconds(seconds));

        Assert.Equal(hourly, 1 - Math.Pow(1 - probability, 3600 / seconds), 1e-8);
    }

    [Fact]
    public void PerIteration_NoFailures_IsZero() =>
        Assert.Equal(0, FailureProbability.PerIteration(0, TimeSpan.FromSeconds(1)));

    [Fact]
    public void PerIteration_OutOfRange_Throws()
    {
        var second = TimeSpan.FromSeconds(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => FailureProbability.PerIteration(-0.1, second));
        Assert.Throws<ArgumentOutOfRangeException>(() => FailureProbability.PerIteration(1, second));
        Assert.Throws<ArgumentOutOfRangeException>(() => FailureProbability.PerIteration(0.1, TimeSpan.Zero));
    }
}
