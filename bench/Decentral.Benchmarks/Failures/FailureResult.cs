namespace Decentral.Benchmarks.Failures;

/// <summary>What a cell came to, and from what.</summary>
internal sealed record FailureResult
{
    public required string Strategy { get; init; }

    public required int Percent { get; init; }

    public required ulong Seed { get; init; }

    public required FailureSetting Setting { get; init; }

    /// <summary>Digest of the text.</summary>
    public required string Corpus { get; init; }

    /// <summary>Digest of the trace; null where there is none.</summary>
    public required string? Trace { get; init; }

    public required FailureRun Run { get; init; }

    /// <summary>What it took on this machine.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor, versions, commit and date.</summary>
    public required string Made { get; init; }

    /// <summary>Whether it is of the same setting, text and trace.</summary>
    public bool IsOf(FailureSetting setting, string corpus, string? trace) =>
        Setting == setting && Corpus == corpus && Trace == trace;
}
