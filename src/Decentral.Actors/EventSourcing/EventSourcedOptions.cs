namespace Decentral.Actors.EventSourcing;

/// <summary>Where an event-sourced actor keeps its events, and its bounds.</summary>
public sealed record EventSourcedOptions<TEvent>
{
    /// <summary>The journal.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>The actor's stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Events as bytes.</summary>
    public required IEventSerializer<TEvent> Serializer { get; init; }

    /// <summary>Commands that may wait for an append or for recovery; a further one is dropped and counted.</summary>
    public int StashCapacity { get; init; } = 4096;
}
