using System.Collections.Immutable;
using Decentral.Models.Data;
using Decentral.Training.Leases;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Training.Tests.Leases;

public sealed class LeasePoolTests
{
    [Fact]
    public void TakeAndReturn_AnySequence_AgreesWithASetOfSamples() =>
        Prop.ForAll(
            Gen.Choose(1, 60).ToArbitrary(),
            Gen.ListOf(Gen.Choose(0, 1_000)).ToArbitrary(),
            (samples, choices) =>
            {
                var pool = LeasePool.Whole(samples);
                var free = new SortedSet<long>(Enumerable.Range(0, samples).Select(i => (long)i));
                var held = new List<ImmutableArray<SampleRange>>();
                foreach (var choice in choices)
                {
                    pool = choice % 3 == 0 && held.Count > 0
                        ? Return(pool, free, held, choice)
                        : Take(pool, free, held, choice);
                    AssertHolds(free, pool);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Take_RangesOfAReplayedLease_LeavesThePoolThatTakingThemLeft() =>
        Prop.ForAll(Gen.Choose(1, 40).ToArbitrary(), Gen.Choose(0, 1 << 20).ToArbitrary(), (samples, mask) =>
        {
            var pool = Fragmented(samples, mask);
            var (taken, remaining) = pool.Take(1 + (mask % pool.Available));

            Assert.Equal(remaining.ToString(), pool.Take(taken).ToString());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Return_SamplesThatAreFree_Throws()
    {
        var (taken, pool) = LeasePool.Whole(10).Take(4);

        var returned = pool.Return(taken);

        Assert.Throws<InvalidOperationException>(() => returned.Return(taken));
        Assert.Throws<InvalidOperationException>(() => pool.Return([new SampleRange(6, 2)]));
    }

    [Fact]
    public void Take_SamplesThatAreLeased_Throws()
    {
        var (taken, pool) = LeasePool.Whole(10).Take(4);

        Assert.Throws<InvalidOperationException>(() => pool.Take(taken));
    }

    [Fact]
    public void Take_MoreThanThereIs_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LeasePool.Whole(3).Take(4));

    private static LeasePool Take(
        LeasePool pool, SortedSet<long> free, List<ImmutableArray<SampleRange>> held, int choice)
    {
        if (free.Count == 0)
        {
            return pool;
        }

        var count = 1 + (choice % free.Count);
        var (taken, remaining) = pool.Take(count);
        Assert.Equal(free.Take(count), taken.SelectMany(Samples));
        free.ExceptWith(taken.SelectMany(Samples));
        held.Add(taken);
        return remaining;
    }

    private static LeasePool Return(
        LeasePool pool, SortedSet<long> free, List<ImmutableArray<SampleRange>> held, int choice)
    {
        var lease = held[choice % held.Count];
        held.Remove(lease);
        free.UnionWith(lease.SelectMany(Samples));
        return pool.Return(lease);
    }

    private static void AssertHolds(SortedSet<long> free, LeasePool pool)
    {
        Assert.Equal(free.Count, pool.Available);
        Assert.Equal(free, pool.Returned.SelectMany(Samples).Concat(Samples(new SampleRange(pool.Next, pool.Limit - pool.Next))));
        var bounds = pool.Returned.Select(range => range.First).Append(pool.Next).Skip(1);
        Assert.All(pool.Returned.Zip(bounds), pair => Assert.True(pair.First.End < pair.Second));
    }

    /// <summary>A pool of which the samples whose bit is set in the mask are leased.</summary>
    private static LeasePool Fragmented(int samples, int mask)
    {
        var pool = LeasePool.Whole(samples);
        for (var sample = 0; sample < Math.Min(samples - 1, 20); sample++)
        {
            pool = (mask >> sample & 1) == 0 ? pool : pool.Take([new SampleRange(sample, 1)]);
        }

        return pool;
    }

    private static IEnumerable<long> Samples(SampleRange range)
    {
        for (var sample = range.First; sample < range.End; sample++)
        {
            yield return sample;
        }
    }
}
