using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>Outer SGD without momentum: θ ← θ - η Δ. With η = 1 this is federated averaging.</summary>
public sealed class OuterSgd : IOuterOptimizer
{
    private readonly float _learningRate;

    /// <param name="learningRate">η, above 0.</param>
    public OuterSgd(double learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(learningRate);
        _learningRate = (float)learningRate;
    }

    /// <inheritdoc/>
    public ImmutableArray<string> StateNames { get; } = [];

    /// <inheritdoc/>
    public void Initialize(ReadOnlySpan<Memory<float>> states) => OuterSpans.Clear(states, StateNames);

    /// <inheritdoc/>
    public void Step(
        Span<float> parameters,
        ReadOnlySpan<float> pseudoGradient,
        ReadOnlySpan<Memory<float>> states,
        in OuterRound round)
    {
        OuterSpans.RequireStates(parameters, states, StateNames);
        Step(parameters, pseudoGradient);
    }

    /// <summary>The step, which depends on nothing else.</summary>
    /// <param name="parameters">The shared parameters of a fragment, replaced.</param>
    /// <param name="pseudoGradient">As long.</param>
    public void Step(Span<float> parameters, ReadOnlySpan<float> pseudoGradient)
    {
        OuterSpans.RequireEqualLength(parameters, pseudoGradient);
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var delta = ref MemoryMarshal.GetReference(pseudoGradient);
        var rate = new Vector<float>(_learningRate);
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var moved = Vector.LoadUnsafe(ref parameter, at) - (rate * Vector.LoadUnsafe(ref delta, at));
            moved.StoreUnsafe(ref parameter, at);
        }

        StepReference(parameters[whole..], pseudoGradient[whole..]);
    }

    /// <summary>The definition, one element at a time.</summary>
    internal void StepReference(Span<float> parameters, ReadOnlySpan<float> pseudoGradient)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            parameters[index] -= _learningRate * pseudoGradient[index];
        }
    }
}
