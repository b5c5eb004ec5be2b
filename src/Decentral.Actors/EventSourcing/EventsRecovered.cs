namespace Decentral.Actors.EventSourcing;

/// <summary>The journal's answer at the start of an event-sourced actor.</summary>
/// <param name="Events">In order, from the first.</param>
/// <param name="Error">Why they could not be read; null when they could.</param>
public sealed record EventsRecovered(IReadOnlyList<ReadOnlyMemory<byte>> Events, Exception? Error);
