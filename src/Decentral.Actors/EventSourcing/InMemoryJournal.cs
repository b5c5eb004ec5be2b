namespace Decentral.Actors.EventSourcing;

/// <summary>Events that live as long as this object: for tests, simulation, and runs that nobody will resume.</summary>
public sealed class InMemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamId, List<ReadOnlyMemory<byte>>> _streams = [];

    /// <inheritdoc />
    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream)
    {
        lock (_gate)
        {
            IReadOnlyList<ReadOnlyMemory<byte>> events =
                _streams.TryGetValue(stream, out var journaled) ? [.. journaled] : [];
            return Task.FromResult(events);
        }
    }

    /// <inheritdoc />
    public Task<AppendOutcome> Append(
        StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        lock (_gate)
        {
            return Task.FromResult(AppendLocked(stream, expectedSequence, events));
        }
    }

    private AppendOutcome AppendLocked(
        StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        if (!_streams.TryGetValue(stream, out var journaled))
        {
            journaled = [];
            _streams.Add(stream, journaled);
        }

        if (journaled.Count != expectedSequence)
        {
            return AppendOutcome.Conflict(stream, expectedSequence, journaled.Count);
        }

        journaled.AddRange(events);
        return AppendOutcome.Appended(journaled.Count);
    }
}
