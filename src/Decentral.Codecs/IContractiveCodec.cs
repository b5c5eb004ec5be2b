namespace Decentral.Codecs;

/// <summary>
/// A codec that keeps so little of the values that the rest must not be forgotten: it only promises
/// ‖x − C(x)‖² ≤ (1 − δ) ‖x‖² for some δ > 0. It is no <see cref="ITensorCodec"/>, so that it cannot stand where values
/// are sent as they are, and it encodes in one way only, which hands the rest back: error feedback
/// (<see cref="Feedback.ErrorFeedback"/>) is a matter of types.
/// </summary>
public interface IContractiveCodec : ITensorFormat
{
    /// <summary>Encodes all values and leaves in their place what the bytes do not say of them.</summary>
    /// <param name="values">
    /// Any fp32 values; afterwards x − C(x). NaN counts as 0 and an infinity as the greatest finite value of its sign,
    /// so that what is left is finite.
    /// </param>
    /// <param name="destination">Exactly <see cref="ITensorFormat.EncodedLength"/> bytes, all of them written.</param>
    void EncodeAndSubtract(Span<float> values, Span<byte> destination);
}
