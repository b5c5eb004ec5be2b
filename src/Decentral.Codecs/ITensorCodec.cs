namespace Decentral.Codecs;

/// <summary>
/// A codec that rounds each value: what it loses is small beside what it keeps, and may be forgotten. Encoding writes
/// every byte of its destination, so that equal values give equal bytes.
/// </summary>
public interface ITensorCodec : ITensorFormat
{
    /// <summary>Encodes all values.</summary>
    /// <param name="values">Any fp32 values.</param>
    /// <param name="destination">Exactly <see cref="ITensorFormat.EncodedLength"/> bytes.</param>
    void Encode(ReadOnlySpan<float> values, Span<byte> destination);
}
