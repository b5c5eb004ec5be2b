using Decentral.Codecs.Blocks;

namespace Decentral.Codecs.Tests.Blocks;

/// <summary>A block as one of the two kernels has encoded it.</summary>
internal sealed record TwoBitBlock(float[] Rest, float[] Levels, byte[] Upper, byte[] Outer)
{
    public delegate void Kernel(Span<float> values, Span<float> levels, Span<byte> upper, Span<byte> outer);

    public static TwoBitBlock By(Kernel kernel, float[] values)
    {
        var planeBytes = BitPlane.BytesOf(values.Length);
        var block = new TwoBitBlock([.. values], new float[4], new byte[planeBytes], new byte[planeBytes]);
        kernel(block.Rest, block.Levels, block.Upper, block.Outer);
        return block;
    }
}
