using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Codecs.Feedback;

/// <summary>
/// Error feedback (Seide et al. 2014; Karimireddy et al., arXiv:1901.09847) around a contractive codec: with residual e
/// and values x, a = decay · e + x is encoded, and e becomes a − C(a). With decay 1, all that was sent and the residual
/// add up to all that came in: exactly at each call for top-k with fp32 values, else up to rounding.
/// </summary>
/// <remarks>
/// A value that is not finite is kept out of the residual by the codec, and one bad call does not poison later ones.
/// Encoding changes the residual at once. Whoever withdraws what was encoded adds its decoded values to the residual
/// again, or writes back a copy.
/// </remarks>
public sealed class ErrorFeedback : ITensorEncoder
{
    private readonly IContractiveCodec _codec;
    private readonly float _decay;
    private readonly Memory<float> _residual;

    /// <summary>Starts with a residual of zero.</summary>
    /// <param name="codec">Any.</param>
    /// <param name="valueCount">Values of each call.</param>
    /// <param name="decay">From 0, which forgets, to 1; SparseLoCo (arXiv:2508.15706) takes 0.95 to 0.999.</param>
    public ErrorFeedback(IContractiveCodec codec, int valueCount, float decay = 1f)
        : this(codec, new float[valueCount], decay)
    {
    }

    /// <summary>Goes on with a residual, which another codec may have left.</summary>
    /// <param name="codec">Any.</param>
    /// <param name="residual">One for each value, replaced with each call; the caller's.</param>
    /// <param name="decay">As above.</param>
    public ErrorFeedback(IContractiveCodec codec, Memory<float> residual, float decay = 1f)
    {
        if (!(decay is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay of a residual is from 0 to 1.");
        }

        _codec = codec;
        _decay = decay;
        _residual = residual;
    }

    /// <inheritdoc />
    public ITensorFormat Format => _codec;

    /// <inheritdoc />
    public Span<float> Residual => _residual.Span;

    /// <inheritdoc />
    public void Encode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _residual.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, _codec.EncodedLength(values.Length));
        Accumulate(values, _decay, _residual.Span);
        _codec.EncodeAndSubtract(_residual.Span, destination);
    }

    /// <summary>Forgets what is owed, as after a change of the values' meaning.</summary>
    public void Reset() => _residual.Span.Clear();

    internal static void Accumulate(ReadOnlySpan<float> values, float decay, Span<float> residual)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var rest = ref MemoryMarshal.GetReference(residual);
        var decays = new Vector<float>(decay);
        var whole = values.Length - (values.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var sum = (Vector.LoadUnsafe(ref rest, at) * decays) + Vector.LoadUnsafe(ref value, at);
            sum.StoreUnsafe(ref rest, at);
        }

        AccumulateReference(values[whole..], decay, residual[whole..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void AccumulateReference(ReadOnlySpan<float> values, float decay, Span<float> residual)
    {
        for (var index = 0; index < values.Length; index++)
        {
            residual[index] = (residual[index] * decay) + values[index];
        }
    }
}
