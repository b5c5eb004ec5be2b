using System.Buffers;
using Decentral.Codecs;
using Decentral.Codecs.Feedback;
using Decentral.Models.Optimizers;

namespace Decentral.Training.Workers;

/// <summary>
/// The sending end of deep gradient compression (arXiv:1712.01887): it takes gradients, and sends the greatest of the accumulated
/// velocity. What it remembers are two values for each: the velocity u, then the residual v.
/// </summary>
/// <param name="codec">Chooses, and leaves the rest as it is.</param>
/// <param name="state">u and v; the caller's.</param>
/// <param name="correction">The momentum and the clip.</param>
internal sealed class VelocityEncoder(IContractiveCodec codec, Memory<float> state, MomentumCorrection correction) : ITensorEncoder
{
    /// <summary>Values that are remembered for each that is sent.</summary>
    public const int ValuesKept = 2;

    /// <inheritdoc />
    public ITensorFormat Format => codec;

    /// <inheritdoc />
    public Span<float> Residual => state.Span;

    /// <inheritdoc />
    public void Encode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length * ValuesKept, state.Length);
        var velocity = state.Span[..values.Length];
        var residual = state.Span[values.Length..];
        DeepGradientCompression.Accumulate(
            velocity, residual, values, new DgcStep(correction.Momentum, GradientScale: ClipOf(values)));
        using var memory = MemoryPool<float>.Shared.Rent(values.Length);
        var sent = memory.Memory.Span[..values.Length];
        residual.CopyTo(sent);
        codec.EncodeAndSubtract(sent, destination);
        if (!codec.TryDecode(destination, sent))
        {
            throw new InvalidOperationException($"{codec.Name} does not decode what it has encoded of {values.Length} values.");
        }

        DeepGradientCompression.RemoveSent(velocity, residual, sent);
    }

    private double ClipOf(ReadOnlySpan<float> gradient) => correction.MaxNorm == 0
        ? 1
        : DeepGradientCompression.ClipCoefficient(GradientClipping.NormOf(gradient), correction.MaxNorm, correction.Workers);
}
