namespace Decentral.Actors.EventSourcing;

/// <summary>What to do about a command.</summary>
/// <param name="Events">Facts to journal (but for those that are not durable), then to apply, in order.</param>
/// <param name="Effects">To run once the events are durable, in order; not run again on recovery.</param>
/// <param name="Reason">Why, in words; logged when it changes.</param>
public sealed record Decision<TEvent, TEffect>(
    IReadOnlyList<TEvent> Events, IReadOnlyList<TEffect> Effects, string Reason);
