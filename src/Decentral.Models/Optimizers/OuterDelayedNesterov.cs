using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>
/// Delayed Nesterov for pseudo-gradients that are applied as they arrive, one at a time (arXiv:2401.09135):
/// every arrival is a gradient step with its share g / N, and the momentum moves only with every N-th, by the mean of
/// the N. Without staleness, and with c = 0, N arrivals do what one step of <see cref="OuterNesterov"/> does with their
/// mean: to the bit for N = 1, but for rounding otherwise.
/// <code>
/// D ← D + g; on every N-th arrival: m ← β m + D / N, θ ← θ - ε ((1 - c N + c) β m + g / N), D ← 0
///            on every other:        θ ← θ - ε (c β m + g / N)
/// </code>
/// Several contributions that were combined count as that many arrivals of their mean.
/// </summary>
public sealed class OuterDelayedNesterov : IOuterOptimizer
{
    private readonly long _delay;
    private readonly Coefficients _buffered;
    private readonly Coefficients _refreshed;

    /// <param name="learningRate">ε, above 0; the paper's asynchronous runs take a tenth of the synchronous
    /// one.</param>
    /// <param name="momentum">β, in [0, 1).</param>
    /// <param name="delay">N, at least 1: arrivals between two moves of the momentum, by default as many as
    /// workers.</param>
    /// <param name="spread">c, from 0 to 1 / N: the part of the momentum's step that each arrival takes in advance; 0
    /// in the paper's runs.</param>
    public OuterDelayedNesterov(double learningRate, double momentum, int delay, double spread = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(spread);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spread, 1.0 / delay);
        _delay = delay;
        _buffered = new Coefficients(
            (float)learningRate, (float)momentum, (float)(1.0 / delay), (float)(spread * momentum));
        var lastPart = 1 - (spread * delay) + spread;
        _refreshed = _buffered with { Ahead = (float)(lastPart * momentum) };
    }

    /// <inheritdoc/>
    public ImmutableArray<string> StateNames { get; } = ["Momentum", "Buffer"];

    /// <inheritdoc/>
    public void Initialize(ReadOnlySpan<Memory<float>> states) => OuterSpans.Clear(states, StateNames);

    /// <inheritdoc/>
    public void Step(
        Span<float> parameters,
        ReadOnlySpan<float> pseudoGradient,
        ReadOnlySpan<Memory<float>> states,
        in OuterRound round)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(round.Arrivals, nameof(round));
        ArgumentOutOfRangeException.ThrowIfLessThan(round.Contributions, 1, nameof(round));
        OuterSpans.RequireEqualLength(parameters, pseudoGradient);
        OuterSpans.RequireStates(parameters, states, StateNames);
        for (var arrival = round.Arrivals; arrival < round.Arrivals + round.Contributions; arrival++)
        {
            Arrive(parameters, pseudoGradient, states[0].Span, states[1].Span, arrival);
        }
    }

    private void Arrive(
        Span<float> parameters, ReadOnlySpan<float> pseudoGradient, Span<float> momentum, Span<float> buffer, long arrival)
    {
        Collect(pseudoGradient, buffer, isFirst: arrival % _delay == 0);
        var isLast = arrival % _delay == _delay - 1;
        if (isLast)
        {
            Refresh(momentum, buffer);
        }

        Move(parameters, pseudoGradient, momentum, isLast ? _refreshed : _buffered);
    }

    /// <summary>The definition, one element at a time.</summary>
    internal void StepReference(
        Span<float> parameters,
        ReadOnlySpan<float> pseudoGradient,
        Span<float> momentum,
        Span<float> buffer,
        long arrival)
    {
        var isLast = arrival % _delay == _delay - 1;
        var coefficients = isLast ? _refreshed : _buffered;
        for (var index = 0; index < parameters.Length; index++)
        {
            var gradient = pseudoGradient[index];

            // The first arrival replaces what the last one left, and zero plus it would lose the sign of a zero.
            buffer[index] = arrival % _delay == 0 ? gradient : buffer[index] + gradient;
            if (isLast)
            {
                momentum[index] = (coefficients.Decay * momentum[index]) + (coefficients.Share * buffer[index]);
            }

            parameters[index] -= coefficients.Rate *
                ((coefficients.Share * gradient) + (coefficients.Ahead * momentum[index]));
        }
    }

    private static void Collect(ReadOnlySpan<float> pseudoGradient, Span<float> buffer, bool isFirst)
    {
        if (isFirst)
        {
            pseudoGradient.CopyTo(buffer);
            return;
        }

        ref var gradient = ref MemoryMarshal.GetReference(pseudoGradient);
        ref var sum = ref MemoryMarshal.GetReference(buffer);
        var whole = buffer.Length - (buffer.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            (Vector.LoadUnsafe(ref sum, at) + Vector.LoadUnsafe(ref gradient, at)).StoreUnsafe(ref sum, at);
        }

        for (var index = whole; index < buffer.Length; index++)
        {
            buffer[index] += pseudoGradient[index];
        }
    }

    private void Refresh(Span<float> momentum, ReadOnlySpan<float> buffer)
    {
        ref var sum = ref MemoryMarshal.GetReference(buffer);
        ref var velocity = ref MemoryMarshal.GetReference(momentum);
        var (decay, share) = (new Vector<float>(_refreshed.Decay), new Vector<float>(_refreshed.Share));
        var whole = buffer.Length - (buffer.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var updated = (decay * Vector.LoadUnsafe(ref velocity, at)) + (share * Vector.LoadUnsafe(ref sum, at));
            updated.StoreUnsafe(ref velocity, at);
        }

        for (var index = whole; index < buffer.Length; index++)
        {
            momentum[index] = (_refreshed.Decay * momentum[index]) + (_refreshed.Share * buffer[index]);
        }
    }

    private static void Move(
        Span<float> parameters,
        ReadOnlySpan<float> pseudoGradient,
        ReadOnlySpan<float> momentum,
        in Coefficients coefficients)
    {
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var gradient = ref MemoryMarshal.GetReference(pseudoGradient);
        ref var velocity = ref MemoryMarshal.GetReference(momentum);
        var rate = new Vector<float>(coefficients.Rate);
        var (share, ahead) = (new Vector<float>(coefficients.Share), new Vector<float>(coefficients.Ahead));
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var step = (share * Vector.LoadUnsafe(ref gradient, at)) + (ahead * Vector.LoadUnsafe(ref velocity, at));
            (Vector.LoadUnsafe(ref parameter, at) - (rate * step)).StoreUnsafe(ref parameter, at);
        }

        for (var index = whole; index < parameters.Length; index++)
        {
            var step = (coefficients.Share * pseudoGradient[index]) + (coefficients.Ahead * momentum[index]);
            parameters[index] -= coefficients.Rate * step;
        }
    }

    /// <param name="Rate">ε.</param>
    /// <param name="Decay">β.</param>
    /// <param name="Share">1 / N.</param>
    /// <param name="Ahead">What the momentum is multiplied by in the step.</param>
    private readonly record struct Coefficients(float Rate, float Decay, float Share, float Ahead);
}
