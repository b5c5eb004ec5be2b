using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Decentral.Models.Arenas;

/// <summary>
/// SHA-256 of a content. Chosen over a faster checksum because members vote with digests and some may be hostile; where
/// the processor has instructions for it (x86 SHA, ARMv8) it reads nearly 2 GB/s, once a round.
/// </summary>
/// <param name="Word0">Bytes 0-7, big-endian, as the hexadecimal form reads.</param>
/// <param name="Word1">Bytes 8-15.</param>
/// <param name="Word2">Bytes 16-23.</param>
/// <param name="Word3">Bytes 24-31.</param>
public readonly record struct ContentDigest(ulong Word0, ulong Word1, ulong Word2, ulong Word3)
{
    /// <summary>Bytes of a digest.</summary>
    public const int ByteLength = SHA256.HashSizeInBytes;

    /// <summary>Digest of <paramref name="content"/>.</summary>
    public static ContentDigest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[ByteLength];
        SHA256.HashData(content, hash);
        return Read(hash);
    }

    /// <summary>Reads the 32 bytes that <see cref="Write"/> wrote.</summary>
    public static ContentDigest Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64BigEndian(source),
        BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[24..]));

    /// <summary>Reads the hexadecimal form.</summary>
    /// <returns>False where <paramref name="text"/> is not 64 hexadecimal digits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ContentDigest digest)
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        digest = default;
        if (text.Length != 2 * ByteLength || Convert.FromHexString(text, bytes, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        digest = Read(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes of the digest.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Word0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Word1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], Word2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], Word3);
    }

    /// <summary>64 hexadecimal digits, as <c>sha256sum</c> prints them.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Word0:x16}{Word1:x16}{Word2:x16}{Word3:x16}");
}
