using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// CO2's outer step (Sun and others, arXiv:2401.16265): the displacements of a round arrive while the next one is
/// trained and are applied after it, divided by a penalty for how far the parameters have moved meanwhile, through a
/// momentum that is clipped element by element.
/// <code>
/// m ← β m + Δ / (γ Λ), each within ±φ; x ← x - α γ m      Δ = x(t-1,0) - mean x(t-1,τ), γ the inner learning rate
/// </code>
/// What this relies on: that the result is one round late, that both measures exist and that clipping comes before the
/// step are from the abstract, the reviews and the released code. The place of γ is that of SlowMo (arXiv:1910.00643),
/// and the form of Λ, a distance over a step's length after gap-aware staleness (arXiv:1909.10802), is ours: the
/// paper's equation was not at hand, so it is an option. The released code differs twice, and neither is followed: its
/// Λ is a constant and the result of its clipping is dropped.
/// <para>Step 0 takes the displacements of the first round, from which the parameters have not moved yet. An inner
/// learning rate of 0 moves nothing.</para>
/// </summary>
public sealed class OuterCo2 : IOuterOptimizer
{
    private const int BlockLength = 1024;

    private readonly OuterCo2Options _options;
    private readonly float _decay;
    private readonly float _clip;

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public OuterCo2(OuterCo2Options options)
    {
        options.Validate();
        _options = options;
        _decay = (float)options.Momentum;
        _clip = (float)options.Clip;
    }

    /// <inheritdoc/>
    public ImmutableArray<string> StateNames { get; } = ["Momentum", "Previous"];

    /// <inheritdoc/>
    public void Initialize(ReadOnlySpan<Memory<float>> states) => OuterSpans.Clear(states, StateNames);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The penalty is below 1 or no number.</exception>
    public void Step(
        Span<float> parameters,
        ReadOnlySpan<float> pseudoGradient,
        ReadOnlySpan<Memory<float>> states,
        in OuterRound round)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(round.LearningRate, nameof(round));
        ArgumentOutOfRangeException.ThrowIfNegative(round.Index, nameof(round));
        OuterSpans.RequireEqualLength(parameters, pseudoGradient);
        OuterSpans.RequireStates(parameters, states, StateNames);
        var momentum = states[0].Span;
        var previous = states[1].Span;
        if (round.Index == 0)
        {
            parameters.CopyTo(previous);
        }

        var rate = round.LearningRate;
        var penalty = rate == 0 ? 1 : Penalize(parameters, previous, pseudoGradient, momentum, rate);
        parameters.CopyTo(previous);
        if (rate > 0)
        {
            Move(parameters, pseudoGradient, momentum, 1 / (rate * penalty), _options.LearningRate * rate);
        }
    }

    private double Penalize(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> previous,
        ReadOnlySpan<float> displacement,
        ReadOnlySpan<float> momentum,
        double rate)
    {
        var penalty = _options.Penalty(new StalenessGap(
            Distance(parameters, previous), rate * Norm(momentum), Norm(displacement)));
        return penalty >= 1 && double.IsFinite(penalty)
            ? penalty
            : throw new InvalidOperationException($"The staleness penalty is {penalty}; it must be 1 or more.");
    }

    internal void Move(
        Span<float> parameters,
        ReadOnlySpan<float> displacement,
        Span<float> momentum,
        double newPart,
        double stepSize)
    {
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var delta = ref MemoryMarshal.GetReference(displacement);
        ref var velocity = ref MemoryMarshal.GetReference(momentum);
        var (part, step) = (new Vector<float>((float)newPart), new Vector<float>((float)stepSize));
        var decay = new Vector<float>(_decay);
        var (least, greatest) = (new Vector<float>(-_clip), new Vector<float>(_clip));
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var updated = (decay * Vector.LoadUnsafe(ref velocity, at)) + (part * Vector.LoadUnsafe(ref delta, at));
            var clipped = Vector.Min(Vector.Max(updated, least), greatest);
            clipped.StoreUnsafe(ref velocity, at);
            (Vector.LoadUnsafe(ref parameter, at) - (step * clipped)).StoreUnsafe(ref parameter, at);
        }

        MoveReference(parameters[whole..], displacement[whole..], momentum[whole..], newPart, stepSize);
    }

    /// <summary>The definition, one element at a time.</summary>
    internal void MoveReference(
        Span<float> parameters,
        ReadOnlySpan<float> displacement,
        Span<float> momentum,
        double newPart,
        double stepSize)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var updated = (_decay * momentum[index]) + ((float)newPart * displacement[index]);
            momentum[index] = Math.Clamp(updated, -_clip, _clip);
            parameters[index] -= (float)stepSize * momentum[index];
        }
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        for (var start = 0; start < values.Length; start += BlockLength)
        {
            sum += FixedOrderNorm.SumOfSquares(values.Slice(start, Math.Min(BlockLength, values.Length - start)));
        }

        return Math.Sqrt(sum);
    }

    private static double Distance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Span<float> buffer = stackalloc float[BlockLength];
        var sum = 0.0;
        for (var start = 0; start < first.Length; start += BlockLength)
        {
            var length = Math.Min(BlockLength, first.Length - start);
            PseudoGradient.Compute(first.Slice(start, length), second.Slice(start, length), buffer[..length]);
            sum += FixedOrderNorm.SumOfSquares(buffer[..length]);
        }

        return Math.Sqrt(sum);
    }
}
