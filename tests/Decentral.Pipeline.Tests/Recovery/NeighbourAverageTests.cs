using Decentral.Pipeline.Recovery;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class NeighbourAverageTests
{
    [Fact]
    public void Compute_AnyLengthAndNorms_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(), (length, norm) =>
        {
            var shares = NeighbourShares.FromNorms(norm, 500);
            var (earlier, later) = (Values.Normal(length, "earlier"), Values.Normal(length, "later"));
            var (fast, reference) = (new float[length], new float[length]);

            NeighbourAverage.Compute(fast, earlier, later, shares);
            NeighbourAverage.ComputeReference(reference, earlier, later, shares);

            Values.AssertSameBits(reference, fast);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 1, 1, 3f)]
    [InlineData(3, 1, 1, 2.5f)]
    [InlineData(3, 1, 2, 2.2f)]
    [InlineData(1, 3, 2, 3.8f)]
    public void Compute_UnequalNorms_LeansToTheLayerWithTheLargerOne(
        double earlier, double later, int power, float expected)
    {
        var average = new float[20];

        NeighbourAverage.Compute(
            average, Filled(2), Filled(4), NeighbourShares.FromNorms(earlier, later, power));

        Assert.All(average, value => Assert.Equal(expected, value, 1e-6f));
    }

    [Fact]
    public void Compute_OneShareIsZero_CopiesTheOtherBitForBitAndIgnoresWhatIsNoNumber()
    {
        var kept = Values.Normal(20, "kept");
        kept[3] = -0f;
        var broken = Filled(float.NaN);
        var (fromEarlier, fromLater) = (new float[20], new float[20]);

        NeighbourAverage.Compute(fromEarlier, kept, broken, NeighbourShares.FromNorms(1, 0));
        NeighbourAverage.Compute(fromLater, broken, kept, NeighbourShares.FromNorms(0, 1));

        Values.AssertSameBits(kept, fromEarlier);
        Values.AssertSameBits(kept, fromLater);
    }

    [Fact]
    public void Compute_IntoTheMemoryOfANeighbour_GivesTheSame()
    {
        var (earlier, later) = (Values.Normal(37, "earlier"), Values.Normal(37, "later"));
        var shares = NeighbourShares.FromNorms(2, 3);
        var apart = new float[37];
        NeighbourAverage.Compute(apart, earlier, later, shares);

        NeighbourAverage.Compute(later, earlier, later, shares);

        Values.AssertSameBits(apart, later);
    }

    [Fact]
    public void Compute_LargestValues_StaysFinite()
    {
        var average = new float[20];

        NeighbourAverage.Compute(
            average, Filled(float.MaxValue), Filled(float.MaxValue), NeighbourShares.FromNorms(1, 2));

        Assert.All(average, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Compute_LengthsDiffer_SaysBoth()
    {
        var shares = NeighbourShares.Equal;

        var first = Assert.Throws<ArgumentException>(
            () => NeighbourAverage.Compute(new float[2], new float[3], new float[2], shares));
        var second = Assert.Throws<ArgumentException>(
            () => NeighbourAverage.Compute(new float[2], new float[2], new float[5], shares));

        Assert.Contains("2 elements cannot be rebuilt from one of 3", first.Message);
        Assert.Contains("2 elements cannot be rebuilt from one of 5", second.Message);
    }

    [Fact]
    public void Copy_OneNeighbour_GivesItsBits()
    {
        var neighbour = Values.Normal(5, "neighbour");
        var copy = new float[5];

        NeighbourAverage.Copy(copy, neighbour);

        Values.AssertSameBits(neighbour, copy);
        Assert.Throws<ArgumentException>(() => NeighbourAverage.Copy(new float[4], neighbour));
    }

    private static float[] Filled(float value) => [.. Enumerable.Repeat(value, 20)];
}
