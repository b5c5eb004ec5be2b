using System.Runtime.Intrinsics;

namespace Decentral.Codecs;

/// <summary>How much of a span the vectors take; what is left, or all where there are none, goes one by one.</summary>
internal static class VectorPart
{
    /// <param name="length">Of the span.</param>
    /// <param name="step">Values that one turn of the loop takes.</param>
    /// <returns>The greatest multiple of the step that fits; 0 on a machine without such vectors.</returns>
    internal static int Of(int length, int step) => Vector256.IsHardwareAccelerated ? length - (length % step) : 0;
}
