namespace Decentral.Codecs.Blocks;

/// <summary>
/// Values in blocks, each encoded by itself into bytes of which the number is known: the blocks follow each other
/// without gaps, and the last may be short.
/// </summary>
public abstract class BlockFormat : ITensorFormat
{
    /// <summary>Values in a block of most codecs here.</summary>
    public const int DefaultLength = 256;

    private const int LongestBlock = 65_536;

    /// <param name="blockLength">A multiple of 8 from 8 to 65,536.</param>
    private protected BlockFormat(int blockLength)
    {
        if (blockLength is < 8 or > LongestBlock || blockLength % 8 != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(blockLength), blockLength, $"A block has a multiple of 8 values, from 8 to {LongestBlock}.");
        }

        BlockLength = blockLength;
    }

    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public int BlockLength { get; }

    /// <inheritdoc />
    public int EncodedLength(int valueCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(valueCount);
        var (blocks, rest) = Math.DivRem(valueCount, BlockLength);
        return checked((blocks * BytesOf(BlockLength)) + (rest == 0 ? 0 : BytesOf(rest)));
    }

    /// <inheritdoc />
    public bool TryDecode(ReadOnlySpan<byte> encoded, Span<float> destination)
    {
        while (!destination.IsEmpty)
        {
            var count = Math.Min(destination.Length, BlockLength);
            var bytes = BytesOf(count);
            if (encoded.Length < bytes || !TryDecodeBlock(encoded[..bytes], destination[..count]))
            {
                return false;
            }

            encoded = encoded[bytes..];
            destination = destination[count..];
        }

        return encoded.IsEmpty;
    }

    /// <summary>Bytes of a block.</summary>
    /// <param name="valueCount">From 1 to <see cref="BlockLength"/>.</param>
    private protected abstract int BytesOf(int valueCount);

    private protected abstract bool TryDecodeBlock(ReadOnlySpan<byte> encoded, Span<float> destination);
}
