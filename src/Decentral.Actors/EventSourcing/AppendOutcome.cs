namespace Decentral.Actors.EventSourcing;

/// <summary>What became of an append.</summary>
/// <param name="Kind">Whether the events are durable.</param>
/// <param name="LastSequence">The stream's last sequence after an append, or as found on a conflict.</param>
/// <param name="Reason">Why it was not appended, in words with the remedy; empty when it was.</param>
public readonly record struct AppendOutcome(AppendOutcomeKind Kind, long LastSequence, string Reason)
{
    /// <summary>The events are durable.</summary>
    public static AppendOutcome Appended(long lastSequence) => new(AppendOutcomeKind.Appended, lastSequence, "");

    /// <summary>Another writer was there first.</summary>
    public static AppendOutcome Conflict(StreamId stream, long expected, long found) => new(
        AppendOutcomeKind.Conflict,
        found,
        $"Stream {stream} ends at {found}, expected {expected}: another writer has appended; this one must stop.");

    /// <summary>Nothing is known to be written; the writer reads the stream before it goes on.</summary>
    public static AppendOutcome Failed(long lastSequence, string reason) =>
        new(AppendOutcomeKind.Failed, lastSequence, reason);
}
