using System.Buffers.Binary;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// 2 bits a value by the statistics of each block: the mean and one standard deviation to either side of it part the
/// values into four buckets, and a value becomes the mean of its bucket. For all values, and for those that a
/// <see cref="Sparse.TopKCodec"/> has selected. It is contractive: bucket means never add to the norm.
/// </summary>
/// <remarks>
/// <para>
/// After the quantiser of SparseLoCo (arXiv:2508.15706), which shifts by the mean, scales by 6 standard deviations over
/// the number of buckets, and sends the buckets' means. With four buckets its rounding puts the limits at -2.25, -0.75
/// and 0.75 standard deviations, which is not symmetric. Ours lie at -1, 0 and 1: for normal values within 2 % of the
/// best four levels (Lloyd and Max: 0.98), and in the middle of both humps of what top-k selects.
/// </para>
/// <para>
/// A block is the four bucket means (fp32, ascending buckets; 0 for an empty one) and two planes of bits, each with the
/// first value in the lowest bit and spare bits of 0: the bits set where a value is in the upper two buckets, then
/// those set where it is in an outer one. NaN counts as 0, an infinity as the greatest finite value.
/// </para>
/// </remarks>
/// <param name="blockLength">A multiple of 8 from 8 to 65,536; the bucket means cost 128 bits a block.</param>
public sealed class TwoBitCodec(int blockLength = TwoBitCodec.DefaultBlockLength) : ContractiveBlockCodec(blockLength)
{
    /// <summary>Values in a block.</summary>
    public const int DefaultBlockLength = 1024;

    private const int Levels = 4;
    private const int HeadBytes = Levels * sizeof(float);

    /// <inheritdoc />
    public override string Name => "two-bit";

    private protected override int BytesOf(int valueCount) => HeadBytes + (2 * BitPlane.BytesOf(valueCount));

    private protected override void EncodeAndSubtractBlock(Span<float> values, Span<byte> destination)
    {
        Span<float> levels = stackalloc float[Levels];
        var planeBytes = BitPlane.BytesOf(values.Length);
        var upper = destination.Slice(HeadBytes, planeBytes);
        var outer = destination[(HeadBytes + planeBytes)..];
        TwoBitKernel.EncodeAndSubtract(values, levels, upper, outer);
        for (var level = 0; level < Levels; level++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(destination[(level * sizeof(float))..], levels[level]);
        }
    }

    private protected override bool TryDecodeBlock(ReadOnlySpan<byte> encoded, Span<float> destination)
    {
        Span<float> levels = stackalloc float[Levels];
        for (var level = 0; level < Levels; level++)
        {
            levels[level] = BinaryPrimitives.ReadSingleLittleEndian(encoded[(level * sizeof(float))..]);
            if (!float.IsFinite(levels[level]))
            {
                return false;
            }
        }

        var planeBytes = BitPlane.BytesOf(destination.Length);
        var upper = encoded.Slice(HeadBytes, planeBytes);
        var outer = encoded[(HeadBytes + planeBytes)..];
        if (!BitPlane.IsPadded(upper, destination.Length) || !BitPlane.IsPadded(outer, destination.Length))
        {
            return false;
        }

        TwoBitKernel.Decode(levels, upper, outer, destination);
        return true;
    }
}
