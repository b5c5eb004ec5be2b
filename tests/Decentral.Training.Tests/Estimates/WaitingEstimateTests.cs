using Decentral.Training.Estimates;
using Decentral.Training.Jobs;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Estimates;

public sealed class WaitingEstimateTests
{
    private const double Endless = 1e15;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    [Fact]
    public void On_WorkersOwnLinks_AddsBothWaysAndLatency()
    {
        var (waiting, traffic) = Of(Job());
        var bytes = traffic.Fragments[0];

        var link = waiting.On(new LinkConditions(bytes.BytesUp / 2.0, Endless, TimeSpan.FromSeconds(0.5)));

        Assert.Equal(2.5, link.Up.TotalSeconds, 6);
        Assert.Equal(0.5 + (2.0 * bytes.BytesDown / bytes.BytesUp), link.Down.TotalSeconds, 6);
        Assert.Equal(link.Up + link.Down, link.Waiting);
        Assert.Equal(4 / (4 + link.Waiting.TotalSeconds), link.Utilisation, 6);
    }

    [Fact]
    public void On_TheHubsLink_IsSharedByAllWorkers()
    {
        var (waiting, traffic) = Of(Job());

        var link = waiting.On(new LinkConditions(Endless, traffic.Fragments[0].BytesUp, TimeSpan.Zero));

        Assert.Equal(3, link.Up.TotalSeconds, 6);
    }

    [Fact]
    public void On_ShardsOnMembers_ShareAWorkersLinkAndTheirOwnUpdateStays()
    {
        var job = Job();
        var (waiting, traffic) = Of(job with { Sync = job.Sync with { Shards = ShardPlacementKind.Members } });

        var link = waiting.On(new LinkConditions(traffic.Fragments[0].BytesUp, Hub: 1, TimeSpan.Zero));

        Assert.Equal(2, link.Up.TotalSeconds, 6);
    }

    [Fact]
    public void On_AShardBesideItsOnlyWorker_SendsNothing()
    {
        var job = Job();
        var (waiting, _) = Of(job with { Workers = 1, Sync = job.Sync with { Shards = ShardPlacementKind.Members } });

        Assert.Equal(1, waiting.On(new LinkConditions(1, 1, Step)).Utilisation);
    }

    /// <summary>Of a transfer of two and a half steps, two are trained through.</summary>
    [Fact]
    public void On_Overlap_HidesItsSteps()
    {
        var job = Job();
        var (waiting, traffic) = Of(job with { Sync = job.Sync with { Overlap = 2 } });

        var link = waiting.On(new LinkConditions(traffic.Fragments[0].BytesUp, Endless, TimeSpan.FromSeconds(0.25)));

        Assert.Equal(link.Up.TotalSeconds + link.Down.TotalSeconds - 2, link.Waiting.TotalSeconds, 6);
        Assert.InRange(link.Waiting.TotalSeconds, 0.4, 0.6);
    }

    /// <summary>On own clocks the next fragment's steps are trained meanwhile.</summary>
    [Fact]
    public void On_OwnClocksByFragments_HidesARound()
    {
        var sync = new SyncOptions { Every = 10, Fragments = 2, Asynchronous = true, Quorum = 0.5 };
        var (waiting, traffic) = Of(Job() with { Sync = sync });
        var bytes = traffic.Fragments.Max(fragment => fragment.BytesUp + fragment.BytesDown);

        var enough = waiting.On(new LinkConditions(bytes / 5.0, Endless, TimeSpan.Zero));
        var tooLittle = waiting.On(new LinkConditions(bytes / 5.5, Endless, TimeSpan.Zero));

        Assert.Equal(1, enough.Utilisation, 6);
        Assert.InRange(tooLittle.Waiting, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData(0, 1, 0.95)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(4, 1, 1)]
    public void Need_LinksThatCarryIt_KeepWorkersAtWork(int overlap, int fragments, double utilisation)
    {
        var latency = TimeSpan.FromMilliseconds(20);
        var job = Job();
        var (waiting, _) = Of(job with
        {
            Sync = job.Sync with { Every = 5 * fragments, Fragments = fragments, Overlap = overlap },
            Inner = job.Inner with { Steps = 100 },
        });

        var need = waiting.Need(latency);

        var enough = waiting.On(new LinkConditions(Endless, need.Shard!.Value, latency));
        var tooLittle = waiting.On(new LinkConditions(Endless, need.Shard.Value * 0.9, latency));
        Assert.Equal(3 * need.Worker!.Value, need.Shard.Value, 6);
        Assert.Equal(utilisation, enough.Utilisation, 6);
        Assert.True(tooLittle.Utilisation < utilisation - 1e-4, $"{tooLittle.Utilisation}");
    }

    [Fact]
    public void Need_LatencyThatTakesLonger_IsNoLinks()
    {
        var (waiting, _) = Of(Job());

        Assert.Equal(new LinkNeed(null, null), waiting.Need(TimeSpan.FromSeconds(1)));
    }

    /// <summary>Three workers, rounds of four steps.</summary>
    private static Job Job() => EstimatedJob.Of(TinyDecoder.Options, UpdateKind.PseudoGradient);

    private static (WaitingEstimate Waiting, TrafficEstimate Traffic) Of(Job job)
    {
        Assert.Empty(JobValidator.Validate(job));
        var estimate = new RunEstimate(job, EstimatedJob.Facts);
        return (estimate.Waiting(Step), estimate.Traffic);
    }
}
