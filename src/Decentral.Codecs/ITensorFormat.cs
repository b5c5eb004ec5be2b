namespace Decentral.Codecs;

/// <summary>
/// What a receiver needs of a codec: how many bytes some values take, which depends on their number alone, and the
/// values of bytes. How they were encoded is the business of an <see cref="ITensorCodec"/> or an
/// <see cref="IContractiveCodec"/>; every format is one of the two.
/// </summary>
public interface ITensorFormat
{
    /// <summary>Its name in a job.</summary>
    string Name { get; }

    /// <summary>
    /// Values that are encoded together: those from a multiple of it on follow in bytes of their own, as if they were
    /// all there is. So whoever has room for a few blocks decodes any of them by <see cref="TryDecode"/>, from the byte
    /// that is the <see cref="EncodedLength"/> of the values before.
    /// </summary>
    int BlockLength { get; }

    /// <summary>Bytes that some values take.</summary>
    /// <exception cref="OverflowException">They are more than a span holds.</exception>
    int EncodedLength(int valueCount);

    /// <summary>Decodes bytes from anywhere; allocates nothing and never throws.</summary>
    /// <param name="encoded">Bytes that may be anything.</param>
    /// <param name="destination">As many values as were encoded.</param>
    /// <returns>False when the bytes are not what this many values take; the destination is then undefined.</returns>
    bool TryDecode(ReadOnlySpan<byte> encoded, Span<float> destination);
}
