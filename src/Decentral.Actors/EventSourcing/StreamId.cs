namespace Decentral.Actors.EventSourcing;

/// <summary>The events of one event-sourced actor, over all its incarnations.</summary>
/// <param name="Name">Unique in a journal; ordinal comparison.</param>
public readonly record struct StreamId(string Name)
{
    /// <inheritdoc />
    public override string ToString() => Name;
}
