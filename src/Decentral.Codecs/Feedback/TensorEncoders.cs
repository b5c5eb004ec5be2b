namespace Decentral.Codecs.Feedback;

/// <summary>The encoder that a format demands, for those who know it by its name only.</summary>
public static class TensorEncoders
{
    /// <summary>Error feedback for a contractive codec, none for another.</summary>
    /// <param name="format">Any codec.</param>
    /// <param name="valueCount">Values of each call.</param>
    /// <param name="decay">Of the residual, if there is one.</param>
    /// <exception cref="ArgumentException">The format is neither kind of codec: it can be decoded only.</exception>
    public static ITensorEncoder For(ITensorFormat format, int valueCount, float decay = 1f) =>
        For(format, format is IContractiveCodec ? new float[valueCount] : Memory<float>.Empty, decay);

    /// <summary>The same, going on with a residual.</summary>
    /// <param name="format">Any codec.</param>
    /// <param name="residual">One for each value where the codec is contractive; the caller's, left alone otherwise.</param>
    /// <param name="decay">Of the residual.</param>
    /// <exception cref="ArgumentException">The format is neither kind of codec: it can be decoded only.</exception>
    public static ITensorEncoder For(ITensorFormat format, Memory<float> residual, float decay = 1f) => format switch
    {
        IContractiveCodec contractive => new ErrorFeedback(contractive, residual, decay),
        ITensorCodec rounding => new DirectEncoder(rounding),
        _ => throw new ArgumentException($"{format.Name} is no codec that encodes.", nameof(format)),
    };
}
