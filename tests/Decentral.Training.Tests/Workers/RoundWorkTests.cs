using System.Collections.Immutable;
using Decentral.Models.Data;
using Decentral.Training.Protocol;
using Decentral.Training.Workers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Training.Tests.Workers;

public sealed class RoundWorkTests
{
    private static readonly LearningPace Pace = new(0, 8, 800);

    [Fact]
    public void NextSamples_FragmentedLease_CoverItOnceInItsOrder() =>
        Prop.ForAll(
            Gen.Choose(1, 6).ToArbitrary(),
            Gen.Choose(1, 5).ToArbitrary(),
            Gen.NonEmptyListOf(Gen.Choose(1, 7)).ToArbitrary(),
            (steps, perStep, lengths) =>
            {
                var work = new RoundWork(new Round(3), new Term(1), steps, Lease(steps * perStep, lengths), Pace);
                var used = new List<long>();
                for (; !work.IsTrained; work = work.With(new TrainedTokens(perStep, 1, 0.1)))
                {
                    var samples = Samples(work.NextSamples).ToArray();
                    Assert.Equal(perStep, samples.Length);
                    used.AddRange(samples);
                }

                Assert.Equal(Samples(work.Lease), used);
                Assert.Equal(steps * perStep, work.Tokens);
                Assert.Equal(1.0 / perStep, work.MeanLoss, 12);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Obeys_OrderForOtherWork_IsFalse()
    {
        ImmutableArray<SampleRange> lease = [new(0, 4), new(8, 4)];
        var work = new RoundWork(new Round(3), new Term(1), 4, lease, Pace);
        var order = new StartRound(new Term(9), new Round(3), new Term(1), 4, lease, Pace, Continues: true);

        Assert.True(work.Obeys(order));
        Assert.True(work.Obeys(order with { Lease = [.. lease] }));
        Assert.False(work.Obeys(order with { Round = new Round(4) }));
        Assert.True(work.Obeys(order with { Opened = new Term(2) }));
        Assert.False(work.Obeys(order with { Pace = new LearningPace(8, 8, 800) }));
        Assert.False(work.Obeys(order with { Continues = false }));
        Assert.True((work with { Continues = false }).Obeys(order with { Continues = false }));
        Assert.False(work.Obeys(order with { Steps = 2 }));
        Assert.False(work.Obeys(order with { Lease = [new(0, 8)] }));
    }

    /// <summary>Ranges of the lengths given, over and over, with a gap of one sample between two.</summary>
    private static ImmutableArray<SampleRange> Lease(int count, IEnumerable<int> lengths)
    {
        var lease = ImmutableArray.CreateBuilder<SampleRange>();
        var (first, choices) = (5L, lengths.ToArray());
        while (count > 0)
        {
            var range = new SampleRange(first, Math.Min(count, choices[lease.Count % choices.Length]));
            lease.Add(range);
            first = range.End + 1;
            count -= (int)range.Count;
        }

        return lease.ToImmutable();
    }

    private static IEnumerable<long> Samples(IEnumerable<SampleRange> ranges) =>
        ranges.SelectMany(range => Enumerable.Range(0, (int)range.Count).Select(i => range.First + i));
}
