using Decentral.Pipeline.Recovery;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class NeighbourSharesTests
{
    [Theory]
    [InlineData(1, 3, 1, 0.25)]
    [InlineData(1, 3, 2, 0.1)]
    [InlineData(30, 10, 1, 0.75)]
    [InlineData(1e300, 1e300, 2, 0.5)]
    [InlineData(3e300, 1e300, 2, 0.9)]
    [InlineData(5, 0, 1, 1)]
    [InlineData(0, 5, 2, 0)]
    public void FromNorms_FiniteNorms_AreInProportionToTheirPower(double earlier, double later, int power, double share)
    {
        var shares = NeighbourShares.FromNorms(earlier, later, power);

        Assert.Equal((float)share, shares.Earlier, 1e-7f);
        Assert.Equal((float)(1 - share), shares.Later, 1e-7f);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(-1, 1)]
    [InlineData(7, 7)]
    public void FromNorms_NothingToTellThemApart_AreEqual(double earlier, double later)
    {
        Assert.Equal(NeighbourShares.Equal, NeighbourShares.FromNorms(earlier, later, 1));
        Assert.Equal(NeighbourShares.Equal, NeighbourShares.FromNorms(earlier, later, 2));
    }

    /// <summary>CheckFree's code weighs after clipping to 1, where all three cases are the same.</summary>
    [Fact]
    public void FromNorms_NormsAboveTheClip_AreStillUnequal()
    {
        var shares = NeighbourShares.FromNorms(8, 2);

        Assert.Equal(new NeighbourShares(0.8f, 1 - 0.8f), shares);
    }

    [Fact]
    public void FromNorms_AnyNorms_AddUpToOneAndMirrorEachOther() =>
        Prop.ForAll(Gen.Choose(0, 1 << 20).ToArbitrary(), Gen.Choose(0, 1 << 20).ToArbitrary(), (earlier, later) =>
        {
            var shares = NeighbourShares.FromNorms(earlier, later);
            var mirrored = NeighbourShares.FromNorms(later, earlier);

            Assert.Equal(1f, shares.Earlier + shares.Later);
            Assert.Equal(shares, new NeighbourShares(mirrored.Later, mirrored.Earlier));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void FromNorms_OtherPower_Throws(int power) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NeighbourShares.FromNorms(1, 2, power));

    [Fact]
    public void FromNorms_NoPower_TakesTheNormsThemselves() =>
        Assert.Equal(NeighbourShares.FromNorms(1, 3, 1), NeighbourShares.FromNorms(1, 3));
}
