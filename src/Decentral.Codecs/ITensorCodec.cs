namespace Decentral.Codecs;

/// <summary>How fp32 values travel. Encoding writes every byte of its destination, so that equal values give equal bytes.</summary>
public interface ITensorCodec
{
    /// <summary>Its name in a job.</summary>
    string Name { get; }

    /// <summary>Bytes that some values take.</summary>
    int EncodedLength(int valueCount);

    /// <summary>Encodes all values.</summary>
    /// <param name="values">Any fp32 values.</param>
    /// <param name="destination">Exactly <see cref="EncodedLength"/> bytes.</param>
    void Encode(ReadOnlySpan<float> values, Span<byte> destination);

    /// <summary>Decodes bytes from anywhere.</summary>
    /// <param name="encoded">Bytes that may be anything.</param>
    /// <param name="destination">As many values as were encoded.</param>
    /// <returns>False when the bytes are not what this many values take; the destination is then undefined.</returns>
    bool TryDecode(ReadOnlySpan<byte> encoded, Span<float> destination);
}
