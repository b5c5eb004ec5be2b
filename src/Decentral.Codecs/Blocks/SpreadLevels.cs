using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>The four levels of a block, each in all lanes, to be picked from by bits.</summary>
internal readonly struct SpreadLevels(ReadOnlySpan<float> levels)
{
    private readonly Vector256<float> _bottom = Vector256.Create(levels[0]);
    private readonly Vector256<float> _lower = Vector256.Create(levels[1]);
    private readonly Vector256<float> _upper = Vector256.Create(levels[2]);
    private readonly Vector256<float> _top = Vector256.Create(levels[3]);

    /// <summary>The levels of eight values.</summary>
    internal Vector256<float> Of(byte upper, byte outer)
    {
        var isOuter = BitPlane.Unpack(outer);
        var ofUpper = Vector256.ConditionalSelect(isOuter, _top, _upper);
        var ofLower = Vector256.ConditionalSelect(isOuter, _bottom, _lower);
        return Vector256.ConditionalSelect(BitPlane.Unpack(upper), ofUpper, ofLower);
    }
}
