using System.Runtime.Intrinsics;

namespace Decentral.Models.Optimizers;

/// <summary>The upper half of a value in fp32, which is the value in bf16.</summary>
/// <param name="bits">Sign, exponent, and 7 bits of the mantissa.</param>
internal readonly unsafe struct HalfElement(ushort bits) : IStreamElement<HalfElement>
{
    private float Value => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    public static Vector256<float> LoadEight(HalfElement* elements)
    {
        var halves = Vector128.Load((ushort*)elements).ToVector256Unsafe();
        return (Vector256.WidenLower(halves) << 16).AsSingle();
    }

    public static Vector128<float> LoadFour(HalfElement* elements)
    {
        var halves = Vector64.Load((ushort*)elements).ToVector128Unsafe();
        return (Vector128.WidenLower(halves) << 16).AsSingle();
    }

    public static float Load(HalfElement* element) => element->Value;
}
