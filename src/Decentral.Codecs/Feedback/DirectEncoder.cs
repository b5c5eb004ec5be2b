namespace Decentral.Codecs.Feedback;

/// <summary>Sends values as they are, which only a codec that rounds each of them may do.</summary>
/// <param name="codec">Any.</param>
public sealed class DirectEncoder(ITensorCodec codec) : ITensorEncoder
{
    /// <inheritdoc />
    public ITensorFormat Format => codec;

    /// <inheritdoc />
    public Span<float> Residual => [];

    /// <inheritdoc />
    public void Encode(ReadOnlySpan<float> values, Span<byte> destination) => codec.Encode(values, destination);
}
