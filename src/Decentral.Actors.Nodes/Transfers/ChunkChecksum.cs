using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// CRC-32C (RFC 3720, appendix B.4) of a chunk: finds what a faulty relay or memory did to it. Against an adversary stand the
/// link's TLS and the digests that the training protocols put into their headers.
/// </summary>
internal static class ChunkChecksum
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(uint.MaxValue, bytes);

    public static uint Of(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return Of(bytes.FirstSpan);
        }

        var crc = uint.MaxValue;
        foreach (var segment in bytes)
        {
            crc = Add(crc, segment.Span);
        }

        return ~crc;
    }

    // A segment that does not end at eight bytes is finished byte by byte: the sum is the same however it is cut.
    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
