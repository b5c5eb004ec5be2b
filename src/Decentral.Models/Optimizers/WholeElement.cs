using System.Runtime.Intrinsics;

namespace Decentral.Models.Optimizers;

/// <summary>A value in fp32.</summary>
/// <param name="value">It.</param>
internal readonly unsafe struct WholeElement(float value) : IStreamElement<WholeElement>
{
    private float Value => value;

    public static Vector256<float> LoadEight(WholeElement* elements) => Vector256.Load((float*)elements);

    public static Vector128<float> LoadFour(WholeElement* elements) => Vector128.Load((float*)elements);

    public static float Load(WholeElement* element) => element->Value;
}
