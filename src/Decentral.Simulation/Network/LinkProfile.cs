using Decentral.Simulation.Randomness;

namespace Decentral.Simulation.Network;

/// <summary>One direction between two nodes.</summary>
public sealed record LinkProfile
{
    /// <summary>Within a machine room: 0.2 to 0.5 ms, 10 Gbit/s, no loss.</summary>
    public static LinkProfile LocalNetwork { get; } = new()
    {
        Latency = TimeSpan.FromMicroseconds(200),
        Jitter = TimeSpan.FromMicroseconds(300),
        BytesPerSecond = 1.25e9,
    };

    /// <summary>A good home line: 20 to 50 ms, now and then 0.3 s more, 50 Mbit/s, 0.5 % loss.</summary>
    public static LinkProfile HomeLine { get; } = new()
    {
        Latency = TimeSpan.FromMilliseconds(20),
        Jitter = TimeSpan.FromMilliseconds(30),
        SpikeChance = 0.01,
        Spike = TimeSpan.FromMilliseconds(300),
        Loss = 0.005,
        BytesPerSecond = 6.25e6,
    };

    /// <summary>The least time from one end to the other.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>The most that comes on top, uniformly.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How often a message is held up by <see cref="Spike"/> as well.</summary>
    public double SpikeChance { get; init; }

    /// <summary>The length of such a hold-up.</summary>
    public TimeSpan Spike { get; init; }

    /// <summary>The share of messages that is lost.</summary>
    public double Loss { get; init; }

    /// <summary>For messages and for bulk data alike.</summary>
    public required double BytesPerSecond { get; init; }

    internal TimeSpan DrawLatency(SeededRandom random)
    {
        var latency = random.Between(Latency, Latency + Jitter);
        return SpikeChance > 0 && random.Chance(SpikeChance) ? latency + Spike : latency;
    }

    internal TimeSpan TimeFor(long bytes) => TimeSpan.FromTicks((long)(bytes / BytesPerSecond * TimeSpan.TicksPerSecond));
}
