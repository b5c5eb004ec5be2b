using System.Buffers.Binary;

namespace Decentral.Models.Data;

/// <summary>
/// The first 64 bytes of a token shard, little-endian: magic (8), version (4), bytes per token (4), token count (8),
/// vocabulary size (4), zero (4), SHA-256 of the payload followed by the 32 bytes before this field (32).
/// The payload follows: the tokens, each of the stated width.
/// </summary>
internal readonly record struct TokenShardHeader(TokenWidth Width, long TokenCount, int VocabularySize)
{
    public const int SizeInBytes = 64;
    public const int DescriptionSizeInBytes = 32;

    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "DCTOKENS"u8;

    public static TokenWidth WidthFor(int vocabularySize) => vocabularySize switch
    {
        <= 1 << 8 => TokenWidth.OneByte,
        <= 1 << 16 => TokenWidth.TwoBytes,
        _ => TokenWidth.FourBytes,
    };

    /// <summary>Reads and checks the header of a file that is <paramref name="fileLength"/> bytes long.</summary>
    /// <exception cref="InvalidDataException">It is not a token shard, or not one of this length.</exception>
    public static TokenShardHeader Read(
        ReadOnlySpan<byte> bytes, long fileLength, string path, out ContentDigest digest)
    {
        if (bytes.Length < SizeInBytes || !bytes.StartsWith(Magic))
        {
            throw new InvalidDataException(
                $"'{path}' is not a token shard: expected {SizeInBytes} bytes of header that begin with " +
                $"'DCTOKENS'. Delete it and prepare the data again.");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != Version)
        {
            throw new InvalidDataException(
                $"Token shard '{path}' has format version {version}; this program reads version {Version}.");
        }

        var header = new TokenShardHeader(
            (TokenWidth)BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]));
        header.Check(fileLength, path);
        digest = new ContentDigest(bytes.Slice(DescriptionSizeInBytes, ContentDigest.SizeInBytes));
        return header;
    }

    /// <summary>Writes the 32 bytes that the digest covers beside the payload.</summary>
    public void WriteDescription(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], (int)Width);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], TokenCount);
        BinaryPrimitives.WriteInt32LittleEndian(destination[24..], VocabularySize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[28..], 0);
    }

    private void Check(long fileLength, string path)
    {
        if (VocabularySize < 1 || Width != WidthFor(VocabularySize))
        {
            throw new InvalidDataException(
                $"Token shard '{path}' is corrupt: {(int)Width} bytes per token for a vocabulary of " +
                $"{VocabularySize}. Delete it and prepare the data again.");
        }

        var payload = fileLength - SizeInBytes;
        if (TokenCount < 0 || payload % (int)Width != 0 || payload / (int)Width != TokenCount)
        {
            throw new InvalidDataException(
                $"Token shard '{path}' is truncated or corrupt: its header promises {TokenCount} tokens of " +
                $"{(int)Width} bytes, the file holds {payload} bytes of them. Delete it and prepare the data again.");
        }
    }
}
