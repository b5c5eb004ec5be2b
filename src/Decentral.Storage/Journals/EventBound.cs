using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Journals;

/// <summary>The largest event that a journal takes.</summary>
internal static class EventBound
{
    /// <summary>Why an append is refused for the length of its events; null when it is not.</summary>
    public static AppendOutcome? Refuse(
        StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events, int maxEventBytes)
    {
        var largest = events.Count == 0 ? 0 : events.Max(body => body.Length);
        return largest <= maxEventBytes
            ? null
            : AppendOutcome.Failed(
                expectedSequence,
                $"Stream {stream}: an event of {largest} bytes, at most {maxEventBytes} may be journaled; "
                + "keep bulk data in snapshots.");
    }
}
