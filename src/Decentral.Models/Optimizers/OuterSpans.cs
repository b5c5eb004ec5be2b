using System.Collections.Immutable;

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

    internal static void RequireStates(
        ReadOnlySpan<float> parameters, ReadOnlySpan<Memory<float>> states, ImmutableArray<string> names)
    {
        RequireCount(states, names);
        foreach (var state in states)
        {
            RequireEqualLength(parameters, state.Span);
        }
    }

    internal static void Clear(ReadOnlySpan<Memory<float>> states, ImmutableArray<string> names)
    {
        RequireCount(states, names);
        foreach (var state in states)
        {
            state.Span.Clear();
        }
    }

    private static void RequireCount(ReadOnlySpan<Memory<float>> states, ImmutableArray<string> names)
    {
        if (states.Length != names.Length)
        {
            throw new ArgumentException(
                $"The outer rule keeps {names.Length} states ({string.Join(", ", names)}), but {states.Length} came.");
        }
    }
}
