namespace Decentral.Codecs.Blocks;

/// <summary>
/// 1 bit a value in blocks with one fp32 scale: C(x) = (‖x‖₁ / d) sign(x), as in 1-bit Adam (arXiv:2102.02888).
/// ‖x − C(x)‖² = ‖x‖² − ‖x‖₁² / d, the least that one magnitude can leave.
/// </summary>
/// <remarks>
/// The sign of a zero, also of a negative one, is positive. A block is its scale and then its bits, set where a value
/// is negative; the spare bits of the last byte are 0. Shorter blocks follow the magnitudes more closely and cost 32
/// bits each: by default that is a thirty-second of a bit a value. NaN counts as 0, an infinity as the greatest finite
/// value.
/// </remarks>
/// <param name="blockLength">A multiple of 8 from 8 to 65,536.</param>
public sealed class SignCodec(int blockLength = SignCodec.DefaultBlockLength) : ContractiveBlockCodec(blockLength)
{
    /// <summary>Values in a block.</summary>
    public const int DefaultBlockLength = 1024;

    /// <inheritdoc />
    public override string Name => "sign";

    private protected override int BytesOf(int valueCount) => BlockScale.Bytes + BitPlane.BytesOf(valueCount);

    private protected override void EncodeAndSubtractBlock(Span<float> values, Span<byte> destination)
    {
        var scale = SignKernel.EncodeAndSubtract(values, destination[BlockScale.Bytes..]);
        BlockScale.Write(destination, scale);
    }

    private protected override bool TryDecodeBlock(ReadOnlySpan<byte> encoded, Span<float> destination)
    {
        var signs = encoded[BlockScale.Bytes..];
        if (!BlockScale.TryRead(encoded, out var scale) || !BitPlane.IsPadded(signs, destination.Length))
        {
            return false;
        }

        SignKernel.Decode(signs, scale, destination);
        return true;
    }
}
