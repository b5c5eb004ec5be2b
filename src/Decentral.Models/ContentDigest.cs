using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Decentral.Models;

/// <summary>A SHA-256 digest; as text it is 64 lower-case hexadecimal digits.</summary>
[JsonConverter(typeof(ContentDigestJsonConverter))]
public readonly record struct ContentDigest
{
    /// <summary>Bytes in a digest.</summary>
    public const int SizeInBytes = SHA256.HashSizeInBytes;

    private readonly UInt128 _low;

    /// <summary>Takes the 32 bytes of a finished SHA-256.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 32 bytes long.</exception>
    public ContentDigest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeInBytes)
        {
            throw new ArgumentException($"A digest has {SizeInBytes} bytes, not {bytes.Length}.", nameof(bytes));
        }

        High = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>The SHA-256 of <paramref name="content"/>.</summary>
    public static ContentDigest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SizeInBytes];
        SHA256.HashData(content, hash);
        return new ContentDigest(hash);
    }

    /// <summary>Reads 64 hexadecimal digits of either case; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContentDigest digest)
    {
        digest = default;
        if (text is not { Length: 2 * SizeInBytes } || !text.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        digest = new ContentDigest(Convert.FromHexString(text));
        return true;
    }

    /// <summary>The first 16 bytes as a number.</summary>
    internal UInt128 High { get; }

    /// <summary>Writes the 32 bytes of the digest to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, High);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _low);
    }

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => $"{High:x32}{_low:x32}";

    internal static ContentDigest Finish(IncrementalHash hash)
    {
        Span<byte> bytes = stackalloc byte[SizeInBytes];
        hash.GetHashAndReset(bytes);
        return new ContentDigest(bytes);
    }
}
