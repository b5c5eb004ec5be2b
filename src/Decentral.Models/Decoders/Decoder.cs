using Decentral.Models.Stages;

namespace Decentral.Models.Decoders;

// Shapes: B sequences, T tokens, C width, V vocabulary, D head width, F feed-forward.

/// <summary>
/// A decoder-only transformer over tensors that someone else owns. Both families are the same blocks: what differs is
/// which parameters exist (positions, biases), the norm that follows from that, the rotary table and the activation.
/// </summary>
internal sealed class Decoder : IDisposable
{
    private readonly DecoderOptions _options;
    private readonly DecoderTensors _tensors;
    private readonly RotaryTable? _rotary;

    /// <param name="options">The shape.</param>
    /// <param name="tensors">The parameters; they must outlive the decoder.</param>
    /// <param name="device">Where the parameters are.</param>
    internal Decoder(DecoderOptions options, DecoderTensors tensors, torch.Device device)
    {
        _options = options;
        _tensors = tensors;
        _rotary = options.Family == DecoderFamily.Llama
            ? new RotaryTable(options.Context, options.HeadWidth, options.RopeBase, device)
            : null;
    }

    /// <summary>Mean cross entropy of the targets, in nats; differentiable.</summary>
    /// <param name="tokens_BT">int64, below V; T at most the context.</param>
    /// <param name="targets_BT">int64, below V.</param>
    internal torch.Tensor Loss(torch.Tensor tokens_BT, torch.Tensor targets_BT)
    {
        using var scope = torch.NewDisposeScope();
        return scope.MoveToOuter(CrossEntropy(Hidden(tokens_BT), targets_BT));
    }

    /// <summary>One part of the decoder; differentiable.</summary>
    /// <param name="part">Whose tensors are there.</param>
    /// <param name="input">
    /// Tokens (B, T) where the part has the embedding, else the residual stream (B, T, C) from the layer before.
    /// </param>
    /// <param name="targets_BT">Of a part with the head.</param>
    /// <returns>The residual stream behind the part's last layer, or the mean cross entropy where it has the head.</returns>
    internal torch.Tensor Pass(ModelPart part, torch.Tensor input, torch.Tensor? targets_BT)
    {
        using var scope = torch.NewDisposeScope();
        var output_BTC = Through(part, input, 0, Attention(input.size(1)));
        return scope.MoveToOuter(part.HasHead
            ? CrossEntropy(output_BTC, targets_BT ?? throw new ArgumentNullException(nameof(targets_BT)))
            : output_BTC);
    }

    /// <summary>(B, T, V): what the decoder expects after every token.</summary>
    internal torch.Tensor Logits(torch.Tensor tokens_BT)
    {
        using var scope = torch.NewDisposeScope();
        return scope.MoveToOuter(torch.nn.functional.linear(Hidden(tokens_BT), _tensors.Head_VC));
    }

    /// <summary>
    /// (1, V): what the decoder expects after tokens that continue those in a cache, which takes them up.
    /// </summary>
    /// <param name="tokens_1T">At most as many as the context has left.</param>
    /// <param name="cache">Of this decoder.</param>
    internal torch.Tensor Continue(torch.Tensor tokens_1T, DecoderCache cache)
    {
        using var scope = torch.NewDisposeScope();
        var hidden_1TC = Through(
            ModelPart.Whole(_options.Layers),
            tokens_1T,
            cache.Length,
            (layer, projected) => cache.Attend(layer, projected, _rotary));
        var count = (int)tokens_1T.size(1);
        cache.Advance(count);
        return scope.MoveToOuter(torch.nn.functional.linear(hidden_1TC.select(1, count - 1), _tensors.Head_VC));
    }

    public void Dispose() => _rotary?.Dispose();

    private torch.Tensor CrossEntropy(torch.Tensor hidden_BTC, torch.Tensor targets_BT) =>
        TorchSeam.LinearCrossEntropy(hidden_BTC, _tensors.Head_VC, targets_BT);

    private torch.Tensor Hidden(torch.Tensor tokens_BT) =>
        Through(ModelPart.Whole(_options.Layers), tokens_BT, 0, Attention(tokens_BT.size(1)));

    private Func<int, torch.Tensor, torch.Tensor> Attention(long length)
    {
        var cosines_TD = _rotary?.Cosines.narrow(0, 0, length);
        var sines_TD = _rotary?.Sines.narrow(0, 0, length);
        return (_, projected) => TorchSeam.CausalAttention(
            projected, _options.Heads, _options.ResolvedKeyValueHeads, cosines_TD, sines_TD);
    }

    // (B, T, C): the residual stream behind a part, or after the last norm where it has the head. Every norm but a part's first is
    // fused with the addition that precedes it.
    private torch.Tensor Through(
        ModelPart part, torch.Tensor input, long start, Func<int, torch.Tensor, torch.Tensor> attend)
    {
        var residual_BTC = part.HasEmbedding ? Embed(input, start) : input;
        var (first, end) = part.Layers;
        if (first == end)
        {
            return part.HasHead ? _tensors.LastNorm.Apply(residual_BTC) : residual_BTC;
        }

        var normed_BTC = _tensors.Layer(first).AttentionNorm.Apply(residual_BTC);
        for (var index = first; index < end; index++)
        {
            var layer = _tensors.Layer(index);
            var attended_BTC = layer.AttentionOutput.Apply(attend(index, layer.QueryKeyValue.Apply(normed_BTC)));
            (residual_BTC, normed_BTC) = layer.FeedForwardNorm.AddAndApply(attended_BTC, residual_BTC);
            var fed_BTC = FeedForward(layer, normed_BTC);
            if (index + 1 == end && !part.HasHead)
            {
                return fed_BTC.add(residual_BTC);
            }

            var nextNorm = index + 1 < end ? _tensors.Layer(index + 1).AttentionNorm : _tensors.LastNorm;
            (residual_BTC, normed_BTC) = nextNorm.AddAndApply(fed_BTC, residual_BTC);
        }

        return normed_BTC;
    }

    private torch.Tensor Embed(torch.Tensor tokens_BT, long start)
    {
        var embedded_BTC = TorchSeam.Embedding(_tensors.Tokens_VC, tokens_BT);
        return _tensors.Positions_TC is { } positions_TC
            ? embedded_BTC.add(positions_TC.narrow(0, start, tokens_BT.size(1)))
            : embedded_BTC;
    }

    private torch.Tensor FeedForward(DecoderLayer layer, torch.Tensor normed_BTC)
    {
        var inner = layer.FeedForwardIn.ApplyWithoutBias(normed_BTC);
        var active_BTF = _options.Family == DecoderFamily.Llama
            ? TorchSeam.SwiGlu(inner)
            : TorchSeam.BiasGelu(inner, layer.FeedForwardIn.Bias);
        return layer.FeedForwardOut.Apply(active_BTF);
    }
}
