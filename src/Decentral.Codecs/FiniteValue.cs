using System.Runtime.Intrinsics;

namespace Decentral.Codecs;

/// <summary>
/// What the codecs with a scale take for a value that is not finite: NaN counts as 0, an infinity as the greatest
/// finite value of its sign. Senders refuse such values; this only keeps the codecs total.
/// </summary>
internal static class FiniteValue
{
    internal static float Of(float value) =>
        float.IsNaN(value) ? 0f : Math.Clamp(value, float.MinValue, float.MaxValue);

    internal static void Replace(Span<float> values)
    {
        foreach (ref var value in values)
        {
            value = Of(value);
        }
    }

    internal static Vector256<float> Of(Vector256<float> values)
    {
        // No NaN is left, and a zero is no bound: the machine's own minimum and maximum then do what IEEE 754 says.
        var numbers = values & Vector256.Equals(values, values);
        var bounded = Vector256.MinNative(numbers, Vector256.Create(float.MaxValue));
        return Vector256.MaxNative(bounded, Vector256.Create(float.MinValue));
    }
}
