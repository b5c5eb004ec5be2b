namespace Decentral.Training.Jobs;

/// <summary>Bounds that keep a run's own errors finite.</summary>
public sealed record LimitOptions
{
    /// <summary>Workers that a run admits at one time.</summary>
    public int Members { get; init; } = 256;

    /// <summary>Messages an actor's mailbox holds; what comes on top is dropped and counted.</summary>
    public int Mailbox { get; init; } = 4096;

    /// <summary>Lost workers, shards and lanes that are replaced before the run gives up.</summary>
    public int Recoveries { get; init; } = 100;
}
