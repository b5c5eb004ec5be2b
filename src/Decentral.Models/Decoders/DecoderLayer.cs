namespace Decentral.Models.Decoders;

/// <summary>
/// The parameters of one layer. Each branch reads normed activations and is added to the residual stream.
/// </summary>
internal sealed record DecoderLayer(
    NormTensors AttentionNorm,
    LinearTensors QueryKeyValue,
    LinearTensors AttentionOutput,
    NormTensors FeedForwardNorm,
    LinearTensors FeedForwardIn,
    LinearTensors FeedForwardOut);
