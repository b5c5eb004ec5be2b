using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>
/// FedAdam, FedYogi and FedAdagrad (Reddi and others, arXiv:2003.00295, algorithm 2): m ← β₁ m + (1 - β₁) Δ, v by
/// <see cref="OuterAdaptiveKind"/>, θ ← θ - η m / (√v + τ). There is no bias correction, and v starts at τ². The
/// paper's Δ is after minus before; ours is a pseudo-gradient and has the other sign.
/// </summary>
public sealed class OuterAdaptive : IOuterOptimizer
{
    private readonly OuterAdaptiveKind _kind;
    private readonly Coefficients _coefficients;

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public OuterAdaptive(OuterAdaptiveKind kind, OuterAdaptiveOptions options)
    {
        options.Validate();
        _kind = kind;
        _coefficients = new Coefficients(
            (float)options.LearningRate,
            (float)options.Beta1,
            (float)(1 - options.Beta1),
            (float)options.Beta2,
            (float)(1 - options.Beta2),
            (float)options.Adaptivity);
    }

    private interface ISquares
    {
        static abstract Vector<float> Follow(Vector<float> mean, Vector<float> square, in Coefficients coefficients);

        static abstract float Follow(float mean, float square, in Coefficients coefficients);
    }

    /// <inheritdoc/>
    public ImmutableArray<string> StateNames { get; } = ["Momentum", "SecondMoment"];

    /// <inheritdoc/>
    public void Initialize(ReadOnlySpan<Memory<float>> states)
    {
        OuterSpans.Clear(states, StateNames);
        states[1].Span.Fill(_coefficients.Adaptivity * _coefficients.Adaptivity);
    }

    /// <inheritdoc/>
    public void Step(
        Span<float> parameters,
        ReadOnlySpan<float> pseudoGradient,
        ReadOnlySpan<Memory<float>> states,
        in OuterRound round)
    {
        OuterSpans.RequireEqualLength(parameters, pseudoGradient);
        OuterSpans.RequireStates(parameters, states, StateNames);
        var first = states[0].Span;
        var second = states[1].Span;
        switch (_kind)
        {
            case OuterAdaptiveKind.Adam:
                Step<Adam>(parameters, pseudoGradient, first, second);
                break;
            case OuterAdaptiveKind.Yogi:
                Step<Yogi>(parameters, pseudoGradient, first, second);
                break;
            case OuterAdaptiveKind.Adagrad:
                Step<Adagrad>(parameters, pseudoGradient, first, second);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The definition, one element at a time.</summary>
    internal void StepReference(
        Span<float> parameters, ReadOnlySpan<float> pseudoGradient, Span<float> first, Span<float> second)
    {
        switch (_kind)
        {
            case OuterAdaptiveKind.Adam:
                StepReference<Adam>(parameters, pseudoGradient, first, second);
                break;
            case OuterAdaptiveKind.Yogi:
                StepReference<Yogi>(parameters, pseudoGradient, first, second);
                break;
            case OuterAdaptiveKind.Adagrad:
                StepReference<Adagrad>(parameters, pseudoGradient, first, second);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Step<TSquares>(
        Span<float> parameters, ReadOnlySpan<float> pseudoGradient, Span<float> first, Span<float> second)
        where TSquares : struct, ISquares
    {
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var gradient = ref MemoryMarshal.GetReference(pseudoGradient);
        ref var mean = ref MemoryMarshal.GetReference(first);
        ref var meanSquare = ref MemoryMarshal.GetReference(second);
        var rate = new Vector<float>(_coefficients.Rate);
        var (beta1, newPart1) = (new Vector<float>(_coefficients.Beta1), new Vector<float>(_coefficients.NewPart1));
        var adaptivity = new Vector<float>(_coefficients.Adaptivity);
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var delta = Vector.LoadUnsafe(ref gradient, at);
            var newMean = (beta1 * Vector.LoadUnsafe(ref mean, at)) + (newPart1 * delta);
            var newSquare = TSquares.Follow(Vector.LoadUnsafe(ref meanSquare, at), delta * delta, _coefficients);
            var step = newMean / (Vector.SquareRoot(newSquare) + adaptivity);
            newMean.StoreUnsafe(ref mean, at);
            newSquare.StoreUnsafe(ref meanSquare, at);
            (Vector.LoadUnsafe(ref parameter, at) - (rate * step)).StoreUnsafe(ref parameter, at);
        }

        StepReference<TSquares>(parameters[whole..], pseudoGradient[whole..], first[whole..], second[whole..]);
    }

    private void StepReference<TSquares>(
        Span<float> parameters, ReadOnlySpan<float> pseudoGradient, Span<float> first, Span<float> second)
        where TSquares : struct, ISquares
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var delta = pseudoGradient[index];
            first[index] = (_coefficients.Beta1 * first[index]) + (_coefficients.NewPart1 * delta);
            second[index] = TSquares.Follow(second[index], delta * delta, _coefficients);
            parameters[index] -=
                _coefficients.Rate * (first[index] / (MathF.Sqrt(second[index]) + _coefficients.Adaptivity));
        }
    }

    private readonly record struct Coefficients(
        float Rate, float Beta1, float NewPart1, float Beta2, float NewPart2, float Adaptivity);

    private readonly struct Adam : ISquares
    {
        public static Vector<float> Follow(
            Vector<float> mean, Vector<float> square, in Coefficients coefficients) =>
            (new Vector<float>(coefficients.Beta2) * mean) + (new Vector<float>(coefficients.NewPart2) * square);

        public static float Follow(float mean, float square, in Coefficients coefficients) =>
            (coefficients.Beta2 * mean) + (coefficients.NewPart2 * square);
    }

    private readonly struct Yogi : ISquares
    {
        public static Vector<float> Follow(
            Vector<float> mean, Vector<float> square, in Coefficients coefficients)
        {
            var change = new Vector<float>(coefficients.NewPart2) * square;
            var lowered = Vector.ConditionalSelect(Vector.GreaterThan(mean, square), mean - change, mean);
            return Vector.ConditionalSelect(Vector.LessThan(mean, square), mean + change, lowered);
        }

        public static float Follow(float mean, float square, in Coefficients coefficients)
        {
            var change = coefficients.NewPart2 * square;
            return mean > square ? mean - change : mean < square ? mean + change : mean;
        }
    }

    private readonly struct Adagrad : ISquares
    {
        public static Vector<float> Follow(
            Vector<float> mean, Vector<float> square, in Coefficients coefficients) => mean + square;

        public static float Follow(float mean, float square, in Coefficients coefficients) => mean + square;
    }
}
