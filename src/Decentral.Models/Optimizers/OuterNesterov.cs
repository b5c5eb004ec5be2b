using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>
/// Outer SGD with Nesterov momentum in the form of PyTorch and of every public DiLoCo (arXiv:2311.08105, §2):
/// v ← μ v + Δ, then θ ← θ - η (Δ + μ v).
/// </summary>
public sealed class OuterNesterov : IOuterOptimizer
{
    private readonly float _learningRate;
    private readonly float _decay;

    /// <param name="learningRate">η, above 0.</param>
    /// <param name="momentum">μ, in [0, 1).</param>
    public OuterNesterov(double learningRate, double momentum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        _learningRate = (float)learningRate;
        _decay = (float)momentum;
    }

    /// <inheritdoc/>
    public ImmutableArray<string> StateNames { get; } = ["Momentum"];

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
        Step(parameters, pseudoGradient, states[0].Span);
    }

    /// <summary>The step, which depends on nothing else.</summary>
    /// <param name="parameters">The shared parameters of a fragment, replaced.</param>
    /// <param name="pseudoGradient">As long.</param>
    /// <param name="momentum">v, as long; replaced.</param>
    public void Step(Span<float> parameters, ReadOnlySpan<float> pseudoGradient, Span<float> momentum)
    {
        OuterSpans.RequireEqualLength(parameters, pseudoGradient);
        OuterSpans.RequireEqualLength(parameters, momentum);
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var delta = ref MemoryMarshal.GetReference(pseudoGradient);
        ref var velocity = ref MemoryMarshal.GetReference(momentum);
        var rate = new Vector<float>(_learningRate);
        var decay = new Vector<float>(_decay);
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var gradient = Vector.LoadUnsafe(ref delta, at);
            var updated = (decay * Vector.LoadUnsafe(ref velocity, at)) + gradient;
            var moved = Vector.LoadUnsafe(ref parameter, at) - (rate * (gradient + (decay * updated)));
            updated.StoreUnsafe(ref velocity, at);
            moved.StoreUnsafe(ref parameter, at);
        }

        StepReference(parameters[whole..], pseudoGradient[whole..], momentum[whole..]);
    }

    /// <summary>The definition, one element at a time.</summary>
    internal void StepReference(Span<float> parameters, ReadOnlySpan<float> pseudoGradient, Span<float> momentum)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            momentum[index] = (_decay * momentum[index]) + pseudoGradient[index];
            parameters[index] -= _learningRate * (pseudoGradient[index] + (_decay * momentum[index]));
        }
    }
}
