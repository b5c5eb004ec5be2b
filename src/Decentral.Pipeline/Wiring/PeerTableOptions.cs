namespace Decentral.Pipeline.Wiring;

/// <summary>How microbatches are spread over the peers of a stage.</summary>
internal sealed record PeerTableOptions
{
    /// <summary>
    /// Decides between peers that are equally far. Those who choose have different seeds, or all would begin with the
    /// same peer.
    /// </summary>
    public required ulong Seed { get; init; }

    /// <summary>What a peer is taken for while no peer was measured; above 0.</summary>
    public double InitialTokensPerSecond { get; init; } = 1000;

    /// <summary>The share of the newest measurement in the mean; in (0, 1].</summary>
    public double NewestShare { get; init; } = 0.2;

    /// <summary>How long a peer that failed is left alone. SWARM reads its list of peers anew every 30 s.</summary>
    public TimeSpan Ban { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Refuses settings that make no table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the first one.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(InitialTokensPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(NewestShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NewestShare, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Ban, TimeSpan.Zero);
    }
}
