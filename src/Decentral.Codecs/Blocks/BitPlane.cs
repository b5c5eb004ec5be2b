using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// One bit a value, eight values a byte, the first in the lowest bit; the spare bits of the last are 0.
/// </summary>
internal static class BitPlane
{
    internal static int BytesOf(int valueCount) => (valueCount + 7) / 8;

    internal static bool IsSet(ReadOnlySpan<byte> plane, int index) => ((plane[index / 8] >> (index % 8)) & 1) != 0;

    internal static void Set(Span<byte> plane, int index) => plane[index / 8] |= (byte)(1 << (index % 8));

    /// <summary>Whether the bits beyond the values are 0.</summary>
    internal static bool IsPadded(ReadOnlySpan<byte> plane, int valueCount) =>
        valueCount % 8 == 0 || plane[^1] >> (valueCount % 8) == 0;

    /// <summary>The bits of eight conditions.</summary>
    /// <param name="isTrue">Each all ones or all zeros.</param>
    internal static byte Pack(Vector256<float> isTrue) => (byte)isTrue.ExtractMostSignificantBits();

    /// <summary>All ones where a bit is set, and zeros elsewhere.</summary>
    internal static Vector256<float> Unpack(byte bits)
    {
        var bitOfLane = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        return Vector256.Equals(Vector256.Create((int)bits) & bitOfLane, bitOfLane).AsSingle();
    }
}
