namespace Decentral.Actors;

/// <summary>Bounds and names of a new actor.</summary>
public sealed record SpawnOptions
{
    /// <summary>The default bounds, and no well-known name.</summary>
    public static SpawnOptions Default { get; } = new();

    /// <summary>
    /// Messages that may wait; a further one is dropped as a dead letter. Signals of the engine (termination, failure,
    /// timers, results of tasks) do not count: their number is bounded by what the actor asked for.
    /// </summary>
    public int MailboxCapacity { get; init; } = 4096;

    /// <summary>
    /// A name under which <see cref="IActorContext.Named"/> finds this actor; null for none. To spawn a second bearer of a
    /// name that is borne is an error.
    /// </summary>
    public string? WellKnownName { get; init; }
}
