using System.Buffers;

namespace Decentral.Wire.Tests.MessagePack;

/// <summary>Bytes spread over memory, as they arrive.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> memory, long start)
    {
        Memory = memory;
        RunningIndex = start;
    }

    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, int size)
    {
        var first = new Segments(bytes[..Math.Min(size, bytes.Length)], 0);
        var last = first;
        for (var start = size; start < bytes.Length; start += size)
        {
            var next = new Segments(bytes[start..Math.Min(start + size, bytes.Length)], start);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
