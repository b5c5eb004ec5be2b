using Decentral.Models.Randomness;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Randomness;

public sealed class PermutationTests
{
    [Fact]
    public void Indexer_AnyCount_VisitsEveryElementOnce() =>
        Prop.ForAll(Gen.Choose(1, 3000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (count, epoch) =>
        {
            var order = Order((uint)count * 31, epoch, count);
            return order.Order().SequenceEqual(Enumerable.Range(0, count).Select(index => (long)index));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Indexer_NextEpoch_HasAnotherOrder() => Assert.NotEqual(Order(1, 0, 1000), Order(1, 1, 1000));

    [Fact]
    public void Indexer_OtherSeed_HasAnotherOrder() => Assert.NotEqual(Order(1, 0, 1000), Order(2, 0, 1000));

    [Fact]
    public void Indexer_ThreeElements_GivesAllSixOrdersEquallyOften()
    {
        const int Epochs = 6000;
        var counts = Enumerable.Range(0, Epochs)
            .GroupBy(epoch => string.Join(' ', Order(7, epoch, 3)))
            .Select(group => group.Count())
            .ToArray();

        Assert.Equal(6, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Indexer_ManyElements_LeavesNoTraceOfTheirPosition()
    {
        const int Count = 10_000;
        var order = Order(7, 0, Count);

        var correlation = Enumerable.Range(0, Count).Sum(position =>
            (position - (Count / 2.0)) * (order[position] - (Count / 2.0))) / (Math.Pow(Count, 3) / 12);
        Assert.InRange(correlation, -0.04, 0.04);
    }

    [Fact]
    public void Indexer_LargestCount_IsComputedInPlace()
    {
        var order = new Permutation(7, RandomPurpose.SampleOrder, 0, long.MaxValue);

        Assert.InRange(order[long.MaxValue - 1], 0, long.MaxValue - 1);
        Assert.NotEqual(order[0], order[1]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void Indexer_PositionOutOfRange_Throws(long position)
    {
        var order = new Permutation(7, RandomPurpose.SampleOrder, 0, 5);

        Assert.Throws<ArgumentOutOfRangeException>(() => order[position]);
    }

    private static long[] Order(ulong seed, long epoch, int count)
    {
        var permutation = new Permutation(seed, RandomPurpose.SampleOrder, epoch, count);
        return [.. Enumerable.Range(0, count).Select(position => permutation[position])];
    }
}
