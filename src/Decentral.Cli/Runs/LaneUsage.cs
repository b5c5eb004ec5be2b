using Decentral.Actors.Local.Compute;

namespace Decentral.Cli.Runs;

/// <summary>Share of the lanes' time, since this was made, that went into work.</summary>
internal sealed class LaneUsage(ComputeLanes lanes, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public double Read()
    {
        var elapsed = time.GetElapsedTime(_began) * lanes.Count;
        var busy = lanes.BusyTimes.Aggregate(TimeSpan.Zero, (sum, lane) => sum + lane);
        return elapsed > TimeSpan.Zero ? Math.Min(1, busy / elapsed) : 0;
    }
}
