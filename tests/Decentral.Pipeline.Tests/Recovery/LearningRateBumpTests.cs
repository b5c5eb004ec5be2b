using Decentral.Pipeline.Recovery;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class LearningRateBumpTests
{
    [Fact]
    public void Raise_Default_IsThePapersAndStays()
    {
        var bump = new LearningRateBump();

        var once = bump.Raise(LearningRateBump.InitialScale);
        var twice = bump.Raise(once);

        Assert.Equal(1.1, once);
        Assert.Equal(1.21, twice, 12);
    }

    [Fact]
    public void Raise_ManyRecoveries_StopsAtTheLimit()
    {
        var bump = new LearningRateBump { Factor = 1.2, MaxScale = 1.5 };
        var scale = LearningRateBump.InitialScale;

        for (var recovery = 0; recovery < 80; recovery++)
        {
            scale = bump.Raise(scale);
        }

        Assert.Equal(1.5, scale);
    }

    [Fact]
    public void Raise_FactorOfOne_LeavesTheRate() => Assert.Equal(1, new LearningRateBump { Factor = 1 }.Raise(1));

    [Theory]
    [InlineData(0.9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Raise_SettingOutOfRange_Throws(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateBump { Factor = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateBump { MaxScale = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateBump().Raise(value));
    }
}
