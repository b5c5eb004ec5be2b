using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Training.Estimates;

/// <summary>
/// How long workers wait for their links. A round's contributions all go up at one time, and then its aggregate goes down to all:
/// each direction takes as long as the slower of a worker's own link, with one update, and the link of the shard's node, with those
/// of all. Of that, workers train through <c>sync.overlap</c> steps, or where they take fragments by turns of their own through the next
/// fragment's. Encoding and combining are not in it.
/// </summary>
/// <param name="job">A valid job.</param>
/// <param name="traffic">What it sends.</param>
/// <param name="stepTime">Of an inner step of a worker.</param>
public sealed class WaitingEstimate(Job job, TrafficEstimate traffic, TimeSpan stepTime)
{
    /// <summary>Share of the time that workers may wait without overlap for links to count as sufficient.</summary>
    public const double LittleWaiting = 0.05;

    /// <summary>Of an inner step of a worker.</summary>
    public TimeSpan StepTime => stepTime;

    /// <summary>Whether a shard is on a worker's machine, and its link a worker's.</summary>
    private bool IsAmongWorkers => job.Sync.Shards == ShardPlacementKind.Members;

    /// <summary>Workers whose updates cross the link of a shard's node.</summary>
    private int Remote => job.Update.Kind == UpdateKind.None ? 0 : IsAmongWorkers ? job.Workers - 1 : job.Workers;

    /// <summary>What is to be expected of some links.</summary>
    public LinkEstimate On(LinkConditions links)
    {
        ArgumentNullException.ThrowIfNull(links);
        var (up, down, waiting, training) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var fragment in traffic.Fragments)
        {
            var (sending, receiving) = (Transfer(fragment.BytesUp, links), Transfer(fragment.BytesDown, links));
            up += sending;
            down += receiving;
            waiting += Longest(TimeSpan.Zero, sending + receiving - HiddenIn(fragment));
            training += fragment.Steps * stepTime;
        }

        var rounds = traffic.Fragments.Length;
        return new LinkEstimate(links, up / rounds, down / rounds, waiting / rounds, training / (training + waiting));
    }

    /// <summary>
    /// What links must carry for a fragment to be there within the steps that workers train meanwhile; without overlap, for
    /// workers to wait no more than <see cref="LittleWaiting"/> of the time.
    /// </summary>
    /// <param name="latency">What a transfer takes beside its bytes.</param>
    public LinkNeed Need(TimeSpan latency)
    {
        if (Remote == 0)
        {
            return new LinkNeed(0, 0);
        }

        var worker = traffic.Fragments.Max(fragment => Rate(fragment.BytesUp + fragment.BytesDown, TimeFor(fragment) - (2 * latency)));
        return double.IsInfinity(worker) ? new LinkNeed(null, null) : new LinkNeed(worker, worker * Remote);
    }

    private TimeSpan TimeFor(FragmentTraffic fragment) => traffic.Schedule.Overlaps || traffic.Schedule.IsInterleaved
        ? HiddenIn(fragment)
        : fragment.Steps * stepTime * LittleWaiting / (1 - LittleWaiting);

    private TimeSpan HiddenIn(FragmentTraffic fragment) => stepTime * (traffic.Schedule.IsInterleaved
        ? fragment.Steps
        : traffic.Schedule.OverlapIn(new Round(fragment.Fragment.Value + 1), fragment.Steps));

    private TimeSpan Transfer(long bytes, LinkConditions links)
    {
        if (Remote == 0)
        {
            return TimeSpan.Zero;
        }

        var shared = IsAmongWorkers ? links.Worker : links.Hub;
        var seconds = Math.Max(bytes / links.Worker, (double)bytes * Remote / shared);
        return seconds < TimeSpan.MaxValue.TotalSeconds / (4.0 * traffic.Fragments.Length)
            ? links.Latency + TimeSpan.FromSeconds(seconds)
            : throw new ArgumentOutOfRangeException(nameof(links), links, "The links are so slow that nothing arrives.");
    }

    private static double Rate(long bytes, TimeSpan within) =>
        within > TimeSpan.Zero ? bytes / within.TotalSeconds : double.PositiveInfinity;

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
