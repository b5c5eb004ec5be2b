using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models;

/// <summary>Tells values that came of a sound computation from those of one that diverged.</summary>
public static class FiniteCheck
{
    /// <summary>Whether none of the values is NaN or infinite.</summary>
    public static bool AreFinite(ReadOnlySpan<float> values)
    {
        // A product with zero is zero, unless a factor is NaN or infinite: then it is NaN.
        ref var value = ref MemoryMarshal.GetReference(values);
        var products = Vector<float>.Zero;
        var whole = values.Length - (values.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            products += Vector.LoadUnsafe(ref value, (nuint)index) * Vector<float>.Zero;
        }

        var sum = Vector.Sum(products);
        for (var index = whole; index < values.Length; index++)
        {
            sum += values[index] * 0;
        }

        return sum == 0;
    }
}
