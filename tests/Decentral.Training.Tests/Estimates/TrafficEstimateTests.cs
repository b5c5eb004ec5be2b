using Decentral.Models.Arenas;
using Decentral.Training.Composition;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Estimates;

/// <summary>What is estimated is what the ledger of a real run counts, to the byte.</summary>
public sealed class TrafficEstimateTests
{
    [Theory]
    [InlineData(CodecKind.Fp32, CodecKind.Fp32)]
    [InlineData(CodecKind.E3M0, CodecKind.E3M0)]
    [InlineData(CodecKind.TopKTwoBit, CodecKind.E3M0)]
    [InlineData(CodecKind.Sign, CodecKind.Fp32)]
    public Task Run_EachCodec_IsWhatTheLedgerCounts(CodecKind up, CodecKind down) => AssertSame(
        TinyDecoder.Options,
        job => job with { Update = job.Update with { Codec = new CodecOptions { Up = up, Down = down } } });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 0)]
    [InlineData(2, 2)]
    [InlineData(2, 4)]
    public Task Run_FragmentsAndOverlap_IsWhatTheLedgerCounts(int fragments, int overlap) => AssertSame(
        TinyDecoder.Options with
        {
            Fragments = fragments,
            Overlap = overlap,
            Mixing = 0.5,
            Rounds = 11,
            Cut = (layout, count) => count == 1 ? [FragmentPartition.Whole(layout)] : FragmentPartition.Strided(layout, count),
        },
        job => job);

    [Fact]
    public Task Run_Parameters_IsWhatTheLedgerCounts() => AssertSame(
        TinyDecoder.Options with { Update = UpdateKind.Parameters, Outer = null },
        job => job with { Outer = new OuterOptions() });

    /// <summary>Their numbers take more bytes in the headers from 128 and from 256 on, and those of tokens from 65,536.</summary>
    [Fact]
    public Task Run_ManyRounds_CountsHeadersThatGrow() => AssertSame(
        TinyDecoder.Options with { Update = UpdateKind.Gradient, Outer = null, StepsPerRound = 1, Rounds = 300, SamplesPerStep = 20 },
        job => job with { Outer = new OuterOptions() });

    [Fact]
    public void Run_MoreWorkersThanAByteCounts_AddsEachOnesHeader()
    {
        var job = EstimatedJob.Of(TinyDecoder.Options with { Workers = 300 }, UpdateKind.PseudoGradient);

        var one = new TrafficEstimate(job with { Workers = 1 }, EstimatedJob.Facts);
        var all = new TrafficEstimate(job, EstimatedJob.Facts);

        // Workers 128 to 255 take a byte more than those below, and 256 to 299 two.
        Assert.Equal((300 * one.Turn.BytesUp) + 128 + (2 * 44), all.Turn.BytesUp);
    }

    [Fact]
    public void Turn_EachFragment_IsSentOnce()
    {
        var options = TinyDecoder.Options with { Fragments = 2, StepsPerRound = 4 };

        var estimate = new TrafficEstimate(EstimatedJob.Of(options, UpdateKind.PseudoGradient), EstimatedJob.Facts);

        Assert.Equal([4, 4], estimate.Fragments.Select(fragment => fragment.Steps));
        Assert.Equal(estimate.Parameters, estimate.Fragments.Sum(fragment => fragment.Parameters));
        Assert.Equal(options.Workers * estimate.Fragments.Sum(fragment => fragment.BytesUp), estimate.Turn.BytesUp);
        Assert.Equal(options.Workers * estimate.Fragments.Sum(fragment => fragment.BytesDown), estimate.Turn.BytesDown);
        Assert.Equal(8 * options.SamplesPerStep * options.Context * options.Workers, estimate.Turn.Tokens);
    }

    private static async Task AssertSame(FleetOptions fleet, Func<Job, Job> with)
    {
        var job = with(EstimatedJob.Of(fleet, fleet.Update));
        Assert.Empty(JobValidator.Validate(job));

        var estimate = new TrafficEstimate(job, EstimatedJob.Facts);
        var composition = new JobComposition(job, EstimatedJob.Facts);
        var coded = fleet with { Up = composition.Up().Last, Down = composition.Down().Last };
        var totals = (await new LocalFleet(coded) { Patience = TimeSpan.FromMinutes(1) }.Run()).State.Totals;

        Assert.Equal(fleet.Rounds, estimate.Rounds);
        Assert.Equal(totals.Tokens, estimate.Run().Tokens);
        Assert.Equal(totals.SyncBytes, estimate.Run().Bytes);
    }
}
