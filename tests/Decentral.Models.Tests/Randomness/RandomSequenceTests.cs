using Decentral.Models.Randomness;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Randomness;

public sealed class RandomSequenceTests
{
    private static readonly RandomPurpose Purpose = RandomPurpose.Named("test");

    private static readonly long[] RecordedNormals =
    [
        -4613155529168057949, 4610978422985878330, 4612177581136779398, -4624980447938878827, 4603579889704883900,
    ];

    [Fact]
    public void NextUInt32_SameKey_GivesTheSameNumbers()
    {
        var first = new RandomSequence(81723, Purpose, step: 3, sample: 5);
        var second = new RandomSequence(81723, Purpose, step: 3, sample: 5);

        for (var draw = 0; draw < 100; draw++)
        {
            Assert.Equal(first.NextUInt32(), second.NextUInt32());
        }
    }

    [Fact]
    public void NextUInt64_AnyPartOfTheKeyChanged_GivesOtherNumbers()
    {
        ulong[] draws =
        [
            First(1, Purpose, 3, 5),
            First(2, Purpose, 3, 5),
            First(1, RandomPurpose.Named("other"), 3, 5),
            First(1, Purpose, 4, 5),
            First(1, Purpose, 3, 6),
            First(1, Purpose, 5, 3),
            First(1, Purpose, 1L << 32, 0),
            First(1, Purpose, 0, 1L << 32),
            First(1, Purpose, RandomSequence.MaxIndex - 1, 0),
            First(1, Purpose, 0, RandomSequence.MaxIndex - 1),
        ];

        Assert.Distinct(draws);
    }

    [Fact]
    public void NextInt32_AnyBound_StaysBelowIt() =>
        Prop.ForAll<int, int>((seed, raw) =>
        {
            var bound = (raw & int.MaxValue) | 1;
            var random = new RandomSequence((uint)seed, Purpose);
            var drawn = random.NextInt32(bound);
            return drawn >= 0 && drawn < bound;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void NextInt64_AnyBound_StaysBelowIt() =>
        Prop.ForAll<int, long>((seed, raw) =>
        {
            var bound = (raw & long.MaxValue) | 1;
            var random = new RandomSequence((uint)seed, Purpose);
            var drawn = random.NextInt64(bound);
            return drawn >= 0 && drawn < bound;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void NextInt32_BoundThatDoesNotDivideTheRange_HasNoModuloBias()
    {
        // 2^32 is 2.5 times this bound: with "% bound" the lower half would come up three times for every two of the
        // upper.
        const int Bound = (int)((1L << 33) / 5);
        const int Draws = 60_000;
        var random = new RandomSequence(7, Purpose);
        var lower = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            lower += random.NextInt32(Bound) < Bound / 2 ? 1 : 0;
        }

        Assert.InRange(lower, (Draws / 2) - 600, (Draws / 2) + 600);
    }

    [Fact]
    public void NextInt32_SixSides_AreEquallyLikely()
    {
        const int Draws = 60_000;
        var random = new RandomSequence(7, Purpose);
        var counts = new int[6];
        for (var draw = 0; draw < Draws; draw++)
        {
            counts[random.NextInt32(6)]++;
        }

        // Chi-squared with 5 degrees of freedom; 20.5 is exceeded once in a thousand.
        var expected = Draws / 6.0;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 20.5);
    }

    [Fact]
    public void NextSingle_ManyDraws_FillTheHalfOpenUnitInterval()
    {
        var random = new RandomSequence(7, Purpose);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextSingle()).ToArray();

        Assert.InRange(draws.Min(), 0, 1e-4);
        Assert.InRange(draws.Max(), 1 - 1e-4, 1 - 1e-9);
        Assert.Equal(0.5, draws.Average(draw => (double)draw), 0.005);
    }

    [Fact]
    public void NextNormal_ManyDraws_HaveTheMomentsOfTheStandardNormal()
    {
        var random = new RandomSequence(7, Purpose);
        var draws = Enumerable.Range(0, 200_000).Select(_ => random.NextNormal()).ToArray();

        Assert.Equal(0, draws.Average(), 0.01);
        Assert.Equal(1, draws.Average(draw => draw * draw), 0.02);
        Assert.Equal(0, draws.Average(draw => draw * draw * draw), 0.03);
        Assert.Equal(3, draws.Average(draw => draw * draw * draw * draw), 0.1);
        Assert.Equal(0.6827, draws.Count(draw => Math.Abs(draw) < 1) / 200_000.0, 0.005);
    }

    [Fact]
    public void NextNormal_Recorded_RepeatsBitForBit()
    {
        // Recorded on x86-64. A machine that rounds or fuses differently fails here, before it disagrees with its
        // peers.
        var random = new RandomSequence(81723, Purpose, step: 2, sample: 1);
        long[] bits = [.. Enumerable.Range(0, 5).Select(_ => BitConverter.DoubleToInt64Bits(random.NextNormal()))];

        Assert.Equal(RecordedNormals, bits);
    }

    [Fact]
    public void FillNormal_MeanAndDeviation_AreApplied()
    {
        var values = new float[50_000];
        new RandomSequence(7, Purpose).FillNormal(values, mean: 3, standardDeviation: 0.02);

        Assert.Equal(3, values.Average(value => (double)value), 0.001);
        Assert.Equal(0.02, Math.Sqrt(values.Average(value => (value - 3.0) * (value - 3.0))), 0.0005);
    }

    [Fact]
    public void FillUniform_Interval_IsFilled()
    {
        var values = new float[50_000];
        new RandomSequence(7, Purpose).FillUniform(values, low: -2, high: 4);

        Assert.InRange(values.Min(), -2, -1.99f);
        Assert.InRange(values.Max(), 3.99f, 4);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(RandomSequence.MaxIndex, 0)]
    [InlineData(0, -1)]
    [InlineData(0, RandomSequence.MaxIndex)]
    public void Constructor_IndexOutOfRange_Throws(long step, long sample) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSequence(1, Purpose, step, sample));


    private static ulong First(ulong seed, RandomPurpose purpose, long step, long sample)
    {
        var random = new RandomSequence(seed, purpose, step, sample);
        return random.NextUInt64();
    }
}
