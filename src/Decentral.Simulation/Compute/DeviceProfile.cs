using Decentral.Actors.Compute;
using Decentral.Simulation.Randomness;

namespace Decentral.Simulation.Compute;

/// <summary>How long a lane takes for a piece of work: a fixed part, a part by tokens, a part by bytes, and some chance.</summary>
public sealed record DeviceProfile
{
    /// <summary>Of each piece.</summary>
    public TimeSpan Overhead { get; init; } = TimeSpan.FromMicroseconds(100);

    /// <summary>Tokens trained.</summary>
    public double TokensPerSecond { get; init; } = 10_000;

    /// <summary>Bytes read or written once.</summary>
    public double BytesPerSecond { get; init; } = 1e10;

    /// <summary>The most by which a piece takes longer, as a share of its time.</summary>
    public double Jitter { get; init; } = 0.05;

    /// <summary>How much slower it is than the rest says; 1 is as fast.</summary>
    public double Slowdown { get; init; } = 1;

    internal TimeSpan TimeFor(ComputeCost cost, SeededRandom random)
    {
        var seconds = Overhead.TotalSeconds + (cost.Tokens / TokensPerSecond) + (cost.Bytes / BytesPerSecond);
        var slowed = seconds * Slowdown * (1 + (Jitter * random.Fraction()));
        return TimeSpan.FromTicks(Math.Max(1, (long)(slowed * TimeSpan.TicksPerSecond)));
    }
}
