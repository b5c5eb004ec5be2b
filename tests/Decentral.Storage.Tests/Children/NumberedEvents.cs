using System.Buffers.Binary;

namespace Decentral.Storage.Tests.Children;

/// <summary>
/// Events that say where they belong, so that a lost, doubled, moved or torn one is noticed: the stream, the sequence,
/// and how many more of its batch follow; then filler of a length and with bytes that follow from the sequence.
/// </summary>
internal static class NumberedEvents
{
    private const int HeaderBytes = sizeof(int) + sizeof(long) + sizeof(int);

    /// <summary>The one to five events that come after a sequence; a batch begins where the previous ended.</summary>
    public static ReadOnlyMemory<byte>[] BatchAfter(int stream, long sequence)
    {
        var count = (int)((sequence + stream) % 5) + 1;
        return [.. Enumerable.Range(1, count).Select(index => One(stream, sequence + index, count - index))];
    }

    /// <summary>Checks all events of a stream and gives their count.</summary>
    public static long Check(int stream, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        var checkedCount = 0;
        while (checkedCount < events.Count)
        {
            var batch = BatchAfter(stream, checkedCount);
            Assert.True(events.Count >= checkedCount + batch.Length, $"stream {stream}: the last batch is torn");
            foreach (var expected in batch)
            {
                Assert.Equal(expected.Span, events[checkedCount++].Span);
            }
        }

        return checkedCount;
    }

    private static ReadOnlyMemory<byte> One(int stream, long sequence, int remaining)
    {
        var bytes = new byte[HeaderBytes + (int)(sequence * 7919 % 700)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, stream);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(int)), sequence);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int) + sizeof(long)), remaining);
        bytes.AsSpan(HeaderBytes).Fill((byte)(sequence + stream));
        return bytes;
    }
}
