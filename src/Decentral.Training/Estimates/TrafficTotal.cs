namespace Decentral.Training.Estimates;

/// <summary>What all workers together send and receive, headers included.</summary>
/// <param name="Tokens">Training tokens meanwhile.</param>
/// <param name="BytesUp">Contributions.</param>
/// <param name="BytesDown">Aggregates, one for each receiver.</param>
public sealed record TrafficTotal(long Tokens, long BytesUp, long BytesDown)
{
    /// <summary>Both directions: what a run's ledger counts as sent, and as received.</summary>
    public long Bytes => BytesUp + BytesDown;

    /// <summary>Bytes that a worker sends for each token it trains.</summary>
    public double BytesUpPerToken => PerToken(BytesUp);

    /// <summary>Bytes that a worker receives for each token it trains.</summary>
    public double BytesDownPerToken => PerToken(BytesDown);

    /// <summary>Bytes of both directions for each token.</summary>
    public double BytesPerToken => PerToken(Bytes);

    private double PerToken(long bytes) => Tokens == 0 ? 0 : (double)bytes / Tokens;
}
