using System.Runtime.InteropServices;
using Decentral.Measuring;
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

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Compute_AnyBitsAndWeights_EqualsTheReferenceBitForBit(int length)
    {
        var random = new Random(length);
        foreach (var count in new[] { 1, 2, 3, 7, 8, 9, 16, 17, 64 })
        {
            WeightedContribution[] contributions =
            [
                .. Enumerable.Range(0, count).Select(index => new WeightedContribution(AnyFinite(random, length), AnyWeight(random, index))),
                new(AnyFinite(random, length), 1),
            ];
            var (fast, blocks, reference) = (new float[length], new float[length], new float[length]);

            TokenWeightedMean.Compute(contributions, fast);
            TokenWeightedMean.Compute(new ReadByBlocks(contributions, blockLength: 24), blocks);
            TokenWeightedMean.ComputeReference(contributions, reference);

            Values.AssertSameBits(reference, fast);
            Values.AssertSameBits(reference, blocks);
        }
    }

    [Fact]
    public void Compute_NegativeZeros_StayNegative()
    {
        var zeros = Enumerable.Repeat(-0f, 100).ToArray();
        var mean = new float[100];

        TokenWeightedMean.Compute([new(zeros, 3), new(Values.Normal(100, "left out"), 0), new(zeros, 5)], mean);

        Values.AssertSameBits(zeros, mean);
    }

    [Fact]
    public void Compute_OnceWarm_AllocatesNothing()
    {
        WeightedContribution[] contributions =
            [.. Enumerable.Range(0, 20).Select(index => new WeightedContribution(Values.Normal(9000, $"{index}"), index))];
        var mean = new float[9000];

        Assert.Equal(0, Allocations.OfWarm(() => TokenWeightedMean.Compute(contributions, mean)));
    }

    [Fact]
    public void Compute_ReadByBlocks_NamesTheFirstOfAllMembersThatIsNotFinite()
    {
        // The second's comes first in the order of blocks, the first's in that of members.
        var (first, second) = (Values.Normal(10_000, "first"), Values.Normal(10_000, "second"));
        (first[9_876], second[3]) = (float.NaN, float.NaN);

        var error = Assert.Throws<NonFiniteContributionException>(() => TokenWeightedMean.Compute(
            new ReadByBlocks([new(first, 1), new(second, 1)], blockLength: 256), new float[10_000]));

        Assert.Equal(0, error.Contribution);
        Assert.Contains("element 9876 is", error.Message);
    }

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

    public static TheoryData<int> Lengths =>
        [0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 1023, 1025, 4095, 4096, 4097, 8191, 8193, 12_345];

    private static float[] AnyFinite(Random random, int length)
    {
        float[] extremes = [0, -0f, float.Epsilon, -float.Epsilon, 1.1754942e-38f, float.MaxValue, float.MinValue, 1];
        var values = new float[length];
        foreach (ref var value in values.AsSpan())
        {
            var any = BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32));
            value = float.IsFinite(any) && random.Next(4) > 0 ? any : extremes[random.Next(extremes.Length)];
        }

        return values;
    }

    private static long AnyWeight(Random random, int index) => (index % 5) switch
    {
        0 => 1 + (2 * random.NextInt64(1L << 40)),
        1 => 0,
        2 => long.MaxValue,
        _ => random.Next(1, 100_000),
    };

    private static WeightedContribution Contribution(long weight, params float[] values) => new(values, weight);
}
