namespace Decentral.Storage.Postgres;

/// <summary>Which run in which database, and the bounds of its journal.</summary>
public sealed record PostgresRunOptions
{
    /// <summary>
    /// As Npgsql reads it, such as <c>Host=db.example;Database=decentral;Username=hub;Password=...</c>. It appears in
    /// no message.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>The run's id, which tells it from the other runs of the database.</summary>
    public required string Run { get; init; }

    /// <summary>
    /// How long an append or a read goes on trying while the server does not answer. A restart of the server that is
    /// shorter is not noticed; after it the append fails, and the next one tries anew.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An append with a larger event is refused: no tensor enters the journal.</summary>
    public int MaxEventBytes { get; init; } = 16 << 20;

    /// <summary>Requests that may wait for the server; a further one fails at once.</summary>
    public int MaxQueuedRequests { get; init; } = 16_384;

    /// <summary>Event bytes that share one transaction; a single larger append still goes through, alone.</summary>
    public int MaxGroupBytes { get; init; } = 8 << 20;

    /// <summary>The clock of waits and of leases. What is in the database follows the database's own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
