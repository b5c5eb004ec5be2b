namespace Decentral.Codecs.Blocks;

/// <summary>A codec in blocks that keeps only the gist of each.</summary>
public abstract class ContractiveBlockCodec : BlockFormat, IContractiveCodec
{
    private protected ContractiveBlockCodec(int blockLength)
        : base(blockLength)
    {
    }

    /// <inheritdoc />
    public void EncodeAndSubtract(Span<float> values, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, EncodedLength(values.Length));
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, BlockLength);
            var bytes = BytesOf(count);
            EncodeAndSubtractBlock(values[..count], destination[..bytes]);
            values = values[count..];
            destination = destination[bytes..];
        }
    }

    private protected abstract void EncodeAndSubtractBlock(Span<float> values, Span<byte> destination);
}
