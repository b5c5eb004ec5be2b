using Decentral.Models.Arenas;
using Decentral.Models.Randomness;

namespace Decentral.Models.Replicas;

/// <summary>
/// f(x) = mean over samples s of ½ Σᵢ aᵢ (xᵢ - cᵢ - σ ξᵢ(s))². The noise ξ(s) is drawn from the sample's tokens and not
/// from who sees it, so that equal data give equal gradients and N workers' mean gradient is that of the N-fold batch.
/// </summary>
internal sealed class QuadraticObjective
{
    private static readonly RandomPurpose Curvature = RandomPurpose.Named("quadratic/curvature");
    private static readonly RandomPurpose Optimum = RandomPurpose.Named("quadratic/optimum");
    private static readonly RandomPurpose Start = RandomPurpose.Named("quadratic/start");

    private readonly ulong _seed;
    private readonly double _noise;
    private readonly float[] _curvature;
    private readonly float[] _optimum;
    private readonly float[] _sample;
    private readonly double[] _slope;

    internal QuadraticObjective(ArenaLayout layout, QuadraticOptions options, ulong seed)
    {
        _seed = seed;
        _noise = options.Noise;
        _curvature = new float[layout.ElementCount];
        _optimum = new float[layout.ElementCount];
        _sample = new float[layout.ElementCount];
        _slope = new double[layout.ElementCount];
        new RandomSequence(seed, Curvature).FillUniform(_curvature, 1 / options.Condition, 1);
        new RandomSequence(seed, Optimum).FillNormal(_optimum, 0, 1);
    }

    /// <summary>The parameters that training starts from, packed.</summary>
    internal float[] InitialParameters()
    {
        var parameters = new float[_optimum.Length];
        new RandomSequence(_seed, Start).FillNormal(parameters, 0, 1);
        return parameters;
    }

    /// <summary>
    /// The mean loss; the gradient, where asked for, is summed in fp64 over the samples and rounded once.
    /// </summary>
    /// <param name="parameters">Packed.</param>
    /// <param name="batch">One sample a sequence.</param>
    /// <param name="gradient">Packed and replaced, or empty where only the loss is wanted.</param>
    internal double Evaluate(ReadOnlySpan<float> parameters, TokenBatch batch, Span<float> gradient)
    {
        Array.Clear(_slope);
        var loss = 0.0;
        for (var sequence = 0; sequence < batch.Sequences; sequence++)
        {
            loss += AddSample(parameters, batch.Window(sequence));
        }

        for (var index = 0; index < gradient.Length; index++)
        {
            gradient[index] = (float)(_slope[index] / batch.Sequences);
        }

        return loss / batch.Sequences;
    }

    private double AddSample(ReadOnlySpan<float> parameters, ReadOnlySpan<long> window)
    {
        new RandomSequence(_seed, RandomPurpose.SampleNoise, 0, SampleId(window)).FillNormal(_sample, 0, _noise);
        var loss = 0.0;
        for (var index = 0; index < parameters.Length; index++)
        {
            var distance = (double)parameters[index] - _optimum[index] - _sample[index];
            var slope = _curvature[index] * distance;
            _slope[index] += slope;
            loss += 0.5 * slope * distance;
        }

        return loss;
    }

    // Folds the tokens through Philox: equal windows, equal samples.
    private static long SampleId(ReadOnlySpan<long> window)
    {
        var state = default(PhiloxBlock);
        foreach (var token in window)
        {
            state = Philox4x32.Generate(state, (ulong)token);
        }

        return (state.Word0 | ((long)state.Word1 << 32)) & (RandomSequence.MaxIndex - 1);
    }
}
