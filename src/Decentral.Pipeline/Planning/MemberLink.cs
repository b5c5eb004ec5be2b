namespace Decentral.Pipeline.Planning;

/// <summary>A link that carries as much one way as the other.</summary>
/// <param name="BytesPerSecond">Above 0.</param>
/// <param name="Latency">What a transfer takes beside its bytes.</param>
public readonly record struct MemberLink(double BytesPerSecond, TimeSpan Latency)
{
    /// <summary>Over which nothing takes time.</summary>
    public static MemberLink Instant { get; } = new(double.PositiveInfinity, TimeSpan.Zero);

    /// <summary>How long some bytes take, in seconds.</summary>
    public double SecondsFor(long bytes) => Latency.TotalSeconds + (bytes / BytesPerSecond);

    /// <summary>What two links make in a row: as fast as the slower, as late as the later.</summary>
    public MemberLink With(MemberLink other) => new(
        Math.Min(BytesPerSecond, other.BytesPerSecond), Latency > other.Latency ? Latency : other.Latency);
}
