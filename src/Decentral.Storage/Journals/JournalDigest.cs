using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Decentral.Storage.Journals;

/// <summary>
/// 128 bits of SHA-256. Every stream carries the chain over its events, and the journal the exclusive-or over all
/// streams and metadata (its seal): a bit that flips, and a row or a stream that vanishes, is noticed when it is read.
/// </summary>
internal static class JournalDigest
{
    /// <summary>Bytes of a stored digest.</summary>
    public const int Size = 16;

    /// <summary>The chain of a stream before its first event.</summary>
    public static UInt128 Start(string stream) => Of([], Encoding.UTF8.GetBytes(stream));

    /// <summary>The chain after one more event.</summary>
    public static UInt128 Next(UInt128 chain, ReadOnlySpan<byte> body)
    {
        Span<byte> previous = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt128LittleEndian(previous, chain);
        return Of(previous, body);
    }

    /// <summary>A stream's part in the seal.</summary>
    public static UInt128 Stream(string name, StreamHead head)
    {
        Span<byte> fields = stackalloc byte[sizeof(long) + Size];
        BinaryPrimitives.WriteInt64LittleEndian(fields, head.Length);
        BinaryPrimitives.WriteUInt128LittleEndian(fields[sizeof(long)..], head.Chain);
        return Of(Encoding.UTF8.GetBytes($"stream\0{name}\0"), fields);
    }

    /// <summary>A metadata entry's part in the seal.</summary>
    public static UInt128 Metadata(string name, string value) =>
        Of(Encoding.UTF8.GetBytes($"metadata\0{name}\0"), Encoding.UTF8.GetBytes(value));

    private static UInt128 Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = first.Length + second.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        first.CopyTo(rented);
        second.CopyTo(rented.AsSpan(first.Length));

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(rented.AsSpan(0, length), digest);
        ArrayPool<byte>.Shared.Return(rented);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
