using System.Runtime.InteropServices;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// 8 bits a value, symmetric about zero, in blocks with one fp32 scale m = max|x|: the code is round(127 x / m), ties
/// to even, and stands for m · code / 127. No value is off by more than m / 254, and the greatest is exact.
/// </summary>
/// <remarks>
/// Dettmers et al., arXiv:2110.02861, quantise in blocks too, by a table of 256 entries with a dynamic exponent; this
/// is the linear form. A block is its scale and then one signed byte a value, of which -128 is refused. NaN counts as
/// 0, an infinity as the greatest finite value.
/// </remarks>
/// <param name="blockLength">A multiple of 8 from 8 to 65,536.</param>
public sealed class Int8BlockCodec(int blockLength = BlockFormat.DefaultLength) : BlockCodec(blockLength)
{
    /// <inheritdoc />
    public override string Name => "int8";

    private protected override int BytesOf(int valueCount) => BlockScale.Bytes + valueCount;

    private protected override void EncodeBlock(ReadOnlySpan<float> values, Span<byte> destination)
    {
        var scale = BlockScale.Greatest(values);
        BlockScale.Write(destination, scale);
        Int8Kernel.Encode(values, scale, MemoryMarshal.Cast<byte, sbyte>(destination[BlockScale.Bytes..]));
    }

    private protected override bool TryDecodeBlock(ReadOnlySpan<byte> encoded, Span<float> destination) =>
        BlockScale.TryRead(encoded, out var scale)
        && Int8Kernel.TryDecode(MemoryMarshal.Cast<byte, sbyte>(encoded[BlockScale.Bytes..]), scale, destination);
}
