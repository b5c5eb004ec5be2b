using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// CRC-32C (RFC 3720, appendix B.4) of a chunk: finds what a faulty relay or memory did to it. Against an adversary
/// stand the link's TLS and the digests that the training protocols put into their headers.
/// </summary>
internal static class ChunkChecksum
{
    /// <summary>
    /// Bytes of each of the three strands that a long text is summed by. An instruction takes three cycles for eight
    /// bytes, and another may begin in each: one strand leaves two thirds of the processor idle.
    /// </summary>
    public const int StrandBytes = 1024;

    /// <summary>
    /// A sum as it is after a strand of zeros more: for each byte of it, which the exclusive or puts together.
    /// </summary>
    private static readonly uint[] AfterZeros = TabulateZeros();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        if (BitConverter.IsLittleEndian)
        {
            for (; bytes.Length >= 3 * StrandBytes; bytes = bytes[(3 * StrandBytes)..])
            {
                crc = AddStrands(
                    crc,
                    MemoryMarshal.Cast<byte, ulong>(bytes[..StrandBytes]),
                    MemoryMarshal.Cast<byte, ulong>(bytes.Slice(StrandBytes, StrandBytes)),
                    MemoryMarshal.Cast<byte, ulong>(bytes.Slice(2 * StrandBytes, StrandBytes)));
            }
        }

        return ~AddInTurn(crc, bytes);
    }

    private static uint AddInTurn(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }

    /// <summary>
    /// The sum is linear: that of two texts is that of the first, followed by as many zeros as the second is long, with
    /// that of the second taken from zero.
    /// </summary>
    private static uint AddStrands(
        uint crc, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, ReadOnlySpan<ulong> third)
    {
        var (ofSecond, ofThird) = (0u, 0u);
        for (var i = 0; i < first.Length && i < second.Length && i < third.Length; i++)
        {
            crc = BitOperations.Crc32C(crc, first[i]);
            ofSecond = BitOperations.Crc32C(ofSecond, second[i]);
            ofThird = BitOperations.Crc32C(ofThird, third[i]);
        }

        return AppendZeros(AppendZeros(crc) ^ ofSecond) ^ ofThird;
    }

    private static uint AppendZeros(uint crc) =>
        AfterZeros[(byte)crc]
        ^ AfterZeros[256 + (byte)(crc >> 8)]
        ^ AfterZeros[512 + (byte)(crc >> 16)]
        ^ AfterZeros[768 + (byte)(crc >> 24)];

    private static uint[] TabulateZeros()
    {
        var zeros = new byte[StrandBytes];
        var table = new uint[4 * 256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = AddInTurn((uint)(i % 256) << (8 * (i / 256)), zeros);
        }

        return table;
    }
}
