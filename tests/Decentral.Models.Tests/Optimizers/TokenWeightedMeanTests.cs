using System.Runtime.InteropServices;
using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class TokenWeightedMeanTests
{
    private static readonly Arbitrary<long[]> Weights =
        Gen.NonEmptyListOf(Gen.Choose(1, int.MaxValue).Select(weight => (long)weight))
            .Select(weights => weights.ToArray())
            .ToArbitrary();

    [Fact]
    public void Compute_EqualContributionsOfAnyWeights_GiveExactlyThatContribution() =>
        Prop.ForAll(Weights, ArbMap.Default.ArbFor<float[]>(), (weights, values) =>
        {
            var finite = values.Where(float.IsFinite).ToArray();
            var mean = new float[finite.Length];

            TokenWeightedMean.Compute([.. weights.Select(weight => new WeightedContribution(finite, weight))], mean);

            Values.AssertSameBits(finite, mean);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compute_AnyContributions_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Weights, Gen.Choose(0, 3000).ToArbitrary(), (weights, length) =>
        {
            var contributions = weights
                .Select((weight, index) => new WeightedContribution(Values.Normal(length, $"{index}"), weight))
                .ToArray();
            var (fast, reference) = (new float[length], new float[length]);

            TokenWeightedMean.Compute(contributions, fast);
            TokenWeightedMean.ComputeReference(contributions, reference);

            Values.AssertSameBits(reference, fast);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compute_TwoWeights_IsTheWeightedMean()
    {
        var mean = new float[2];

        TokenWeightedMean.Compute([Contribution(300, 1, 2), Contribution(100, 5, -2)], mean);

        Assert.Equal([2, 1], mean);
    }

    [Fact]
    public void Compute_CancellationAcrossMembers_IsRoundedOnce()
    {
        // In fp32 the middle term would be lost before the first one is taken back.
        var mean = new float[1];

        TokenWeightedMean.Compute([Contribution(1, 1e9f), Contribution(1, 3), Contribution(1, -1e9f)], mean);

        Assert.Equal([1], mean);
    }

    [Fact]
    public void Compute_WeightZero_LeavesTheContributionOut()
    {
        var mean = new float[2];

        TokenWeightedMean.Compute([Contribution(0, float.NaN, float.PositiveInfinity), Contribution(7, 1, 2)], mean);

        Assert.Equal([1, 2], mean);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Compute_ContributionNotFinite_NamesItWhereverItIs(float value)
    {
        const int Length = 2047;
        foreach (var element in new[] { 0, 15, 1023, 1024, Length - 1 })
        {
            var diverged = Values.Normal(Length, "diverged");
            diverged[element] = value;
            WeightedContribution[] contributions = [new(Values.Normal(Length, "sound"), 5), new(diverged, 3)];

            var error = Assert.Throws<NonFiniteContributionException>(
                () => TokenWeightedMean.Compute(contributions, new float[Length]));
            Assert.Throws<NonFiniteContributionException>(
                () => TokenWeightedMean.ComputeReference(contributions, new float[Length]));

            Assert.Equal(1, error.Contribution);
            Assert.Contains($"Contribution 1 is not finite: element {element} is", error.Message);
        }
    }

    [Fact]
    public void Compute_InfinitiesThatCancel_AreRefusedToo() =>
        Assert.Throws<NonFiniteContributionException>(() => TokenWeightedMean.Compute(
            [Contribution(1, float.PositiveInfinity), Contribution(1, float.NegativeInfinity)], new float[1]));

    [Fact]
    public void Compute_LargestValues_HaveTheirMean()
    {
        var mean = new float[2];

        TokenWeightedMean.Compute(
            [
                Contribution(long.MaxValue, float.MaxValue, float.MinValue),
                Contribution(long.MaxValue, float.MaxValue, float.MinValue),
            ],
            mean);

        Assert.Equal([float.MaxValue, float.MinValue], mean);
    }

    [Fact]
    public void Compute_NothingWeighs_Throws()
    {
        Assert.Throws<ArgumentException>(() => TokenWeightedMean.Compute([], new float[1]));
        Assert.Throws<ArgumentException>(() => TokenWeightedMean.Compute([Contribution(0, 1)], new float[1]));
    }

    [Fact]
    public void Compute_BadContribution_NamesItAndLeavesTheDestination()
    {
        var mean = new float[] { 42 };

        var error = Assert.Throws<ArgumentException>(
            () => TokenWeightedMean.Compute([Contribution(1, 1), Contribution(1, 1, 2)], mean));
        Assert.Throws<ArgumentException>(() => TokenWeightedMean.Compute([Contribution(-1, 1)], mean));

        Assert.Contains("Contribution 1 has 2 values", error.Message);
        Assert.Equal([42], mean);
    }

    [Fact]
    public void Compute_Recorded_RepeatsBitForBitOnEveryMachine()
    {
        var mean = new float[2047];

        TokenWeightedMean.Compute(
            [
                new WeightedContribution(Values.Normal(2047, "first"), 12_345),
                new WeightedContribution(Values.Normal(2047, "second"), 678),
                new WeightedContribution(Values.Normal(2047, "third"), 9_999),
            ],
            mean);

        Assert.Equal("73b4cd1b56a8bc6c", ContentDigest.Of(MemoryMarshal.AsBytes<float>(mean)).ToString()[..16]);
    }

    private static WeightedContribution Contribution(long weight, params float[] values) => new(values, weight);
}
