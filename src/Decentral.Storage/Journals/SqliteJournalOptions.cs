namespace Decentral.Storage.Journals;

/// <summary>Where an SQLite journal is, and its bounds.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>
    /// The file, made when absent; its directory must exist and is held exclusively while the journal is open.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The file grows no further; an append that needs more fails as on a full disk.</summary>
    public long MaxFileBytes { get; init; } = 64L << 30;

    /// <summary>An append with a larger event is refused: no tensor enters the journal.</summary>
    public int MaxEventBytes { get; init; } = 16 << 20;

    /// <summary>Requests that may wait for the writer; a further append fails at once.</summary>
    public int MaxQueuedRequests { get; init; } = 16_384;

    /// <summary>Event bytes that share one durable write; a single larger append still goes through, alone.</summary>
    public int MaxGroupBytes { get; init; } = 8 << 20;
}
