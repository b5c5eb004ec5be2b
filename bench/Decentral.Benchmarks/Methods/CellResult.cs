using System.Collections.Immutable;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Methods;

/// <summary>What a cell came to.</summary>
internal sealed record CellResult
{
    public required CellConfiguration Configuration { get; init; }

    /// <summary>The last held-out loss, nats a byte; infinite where the training diverged, which is a result too.</summary>
    public required double Loss { get; init; }

    /// <summary>Training tokens of the whole fleet.</summary>
    public required long Tokens { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Bytes sent for synchronisation by all workers and shards, headers included.</summary>
    public required long BytesSent { get; init; }

    /// <summary>From the first step to the last.</summary>
    public required double Seconds { get; init; }

    /// <summary>Held-out losses on the way, the first before the first step.</summary>
    public required ImmutableArray<CurvePoint> Curve { get; init; }

    /// <summary>Processor, versions, commit and date.</summary>
    public required string Made { get; init; }

    /// <summary>
    /// Bytes that a worker sends and receives for each token it trains on. Shards send what workers receive, so that all that is
    /// sent, over all tokens, is that.
    /// </summary>
    public double BytesPerToken => (double)BytesSent / Tokens;
}
