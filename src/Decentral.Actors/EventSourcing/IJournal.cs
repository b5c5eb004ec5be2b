namespace Decentral.Actors.EventSourcing;

/// <summary>
/// Durable, ordered events. An append that was acknowledged survives the death of the process at any later instant; one
/// that was not is there whole or not at all.
/// </summary>
public interface IJournal
{
    /// <summary>All events of a stream in order; sequence numbers are the positions, from 1. Empty when there is none.</summary>
    /// <exception cref="JournalException">The journal cannot be read, or is not ours.</exception>
    Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream);

    /// <summary>
    /// Appends all events or none, provided that the stream's last sequence is <paramref name="expectedSequence"/> (0 when
    /// empty). Appends of several streams that arrive together may share one durable write.
    /// </summary>
    Task<AppendOutcome> Append(
        StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events);
}
