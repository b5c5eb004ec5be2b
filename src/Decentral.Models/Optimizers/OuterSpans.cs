namespace Decentral.Models.Optimizers;

/// <summary>The checks that all passes over the spans of a fragment share.</summary>
internal static class OuterSpans
{
    internal static void RequireEqualLength(ReadOnlySpan<float> parameters, ReadOnlySpan<float> other)
    {
        if (parameters.Length != other.Length)
        {
            throw new ArgumentException(
                $"The fragment has {parameters.Length} parameters but a buffer of {other.Length} values came with it.");
        }
    }

    internal static void RequireEmptyMomentum(ReadOnlySpan<float> momentum)
    {
        if (!momentum.IsEmpty)
        {
            throw new ArgumentException(
                $"This outer optimizer keeps no momentum, but {momentum.Length} values of it came.");
        }
    }
}
