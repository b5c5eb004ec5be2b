namespace Decentral.Codecs.Feedback;

/// <summary>
/// The sending end of one stream of equally many values: a format and whatever must be remembered from one call to the
/// next. What sends updates takes this, and so cannot forget what a contractive codec leaves.
/// </summary>
public interface ITensorEncoder
{
    /// <summary>What the receiver decodes with.</summary>
    ITensorFormat Format { get; }

    /// <summary>
    /// What is owed to the receiver, one for each value; empty where nothing is remembered. It may be saved, and
    /// written to restore it.
    /// </summary>
    Span<float> Residual { get; }

    /// <summary>Encodes the next values.</summary>
    /// <param name="values">As many as ever; they are left as they are.</param>
    /// <param name="destination">Exactly the bytes that the format takes for them.</param>
    void Encode(ReadOnlySpan<float> values, Span<byte> destination);
}
