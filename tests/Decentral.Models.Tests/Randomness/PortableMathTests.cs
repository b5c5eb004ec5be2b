using Decentral.Models.Randomness;

namespace Decentral.Models.Tests.Randomness;

public sealed class PortableMathTests
{
    [Fact]
    public void Log_OverSixHundredBinades_IsWithinTwoUlpOfTheLibrary()
    {
        var random = new RandomSequence(1, RandomPurpose.Named("log"));
        for (var exponent = -300; exponent <= 300; exponent++)
        {
            var value = Math.ScaleB(1 + random.NextDouble(), exponent);
            AssertWithinUlps(Math.Log(value), PortableMath.Log(value), 2);
        }
    }

    [Fact]
    public void Log_CloseToOne_KeepsRelativeAccuracy()
    {
        AssertWithinUlps(Math.Log(1 - Math.ScaleB(1, -53)), PortableMath.Log(1 - Math.ScaleB(1, -53)), 2);
        AssertWithinUlps(Math.Log(1 + Math.ScaleB(1, -52)), PortableMath.Log(1 + Math.ScaleB(1, -52)), 2);
        Assert.Equal(0, PortableMath.Log(1));
    }

    [Fact]
    public void SinCosTurns_RandomTurns_AreWithinTenToMinusFifteen()
    {
        var random = new RandomSequence(1, RandomPurpose.Named("turns"));
        for (var draw = 0; draw < 10_000; draw++)
        {
            var turns = random.NextDouble();
            var (sine, cosine) = PortableMath.SinCosTurns(turns);
            Assert.Equal(Math.SinCos(2 * Math.PI * turns).Sin, sine, 1e-15);
            Assert.Equal(Math.SinCos(2 * Math.PI * turns).Cos, cosine, 1e-15);
        }
    }

    [Fact]
    public void SinCosTurns_QuarterTurns_AreExact()
    {
        Assert.Equal((0.0, 1.0), PortableMath.SinCosTurns(0));
        Assert.Equal((1.0, 0.0), PortableMath.SinCosTurns(0.25));
        Assert.Equal((0.0, -1.0), PortableMath.SinCosTurns(0.5));
        Assert.Equal((-1.0, 0.0), PortableMath.SinCosTurns(0.75));
    }

    [Theory]
    [InlineData(0.9, 0, 1.0)]
    [InlineData(0.5, 10, 1.0 / 1024)]
    [InlineData(3, 5, 243)]
    public void Power_WholeExponent_IsExactWhereRepresentable(double value, long exponent, double expected) =>
        Assert.Equal(expected, PortableMath.Power(value, exponent));

    [Fact]
    public void Power_LargeExponent_MatchesTheLibrary() =>
        Assert.Equal(Math.Pow(0.999, 123_456), PortableMath.Power(0.999, 123_456), 1e-65);

    private static void AssertWithinUlps(double expected, double actual, int ulps)
    {
        var tolerance = ulps * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
        Assert.InRange(actual, expected - tolerance, expected + tolerance);
    }
}
