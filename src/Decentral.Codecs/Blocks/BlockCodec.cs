namespace Decentral.Codecs.Blocks;

/// <summary>A codec in blocks that rounds each value.</summary>
public abstract class BlockCodec : BlockFormat, ITensorCodec
{
    private protected BlockCodec(int blockLength)
        : base(blockLength)
    {
    }

    /// <inheritdoc />
    public void Encode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, EncodedLength(values.Length));
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, BlockLength);
            var bytes = BytesOf(count);
            EncodeBlock(values[..count], destination[..bytes]);
            values = values[count..];
            destination = destination[bytes..];
        }
    }

    private protected abstract void EncodeBlock(ReadOnlySpan<float> values, Span<byte> destination);
}
