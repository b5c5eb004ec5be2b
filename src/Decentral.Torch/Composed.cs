namespace Decentral.Torch;

/// <summary>
/// The operations of <see cref="TorchSeam"/> that have a fused form, written out in ordinary ones: the reference for
/// their values and gradients, and what runs on devices and types that the fused forms do not cover.
/// </summary>
/// <remarks>Shapes: B sequences, T tokens, H heads, G key and value heads, D head width, N rows, V classes.</remarks>
public static class Composed
{
    /// <inheritdoc cref="TorchSeam.CausalAttention"/>
    public static torch.Tensor CausalAttention(
        torch.Tensor qkv, long heads, long kvHeads, torch.Tensor? cos = null, torch.Tensor? sin = null)
    {
        using var scope = torch.NewDisposeScope();
        var (sequences, tokens) = (qkv.size(0), qkv.size(1));
        var width = qkv.size(2) / (heads + (2 * kvHeads));
        var parts = qkv.split([heads * width, kvHeads * width, kvHeads * width], dim: 2);
        var query_BHTD = Rotate(parts[0].view(sequences, tokens, heads, width).transpose(1, 2), cos, sin);
        var key_BGTD = Rotate(parts[1].view(sequences, tokens, kvHeads, width).transpose(1, 2), cos, sin);
        var value_BGTD = parts[2].view(sequences, tokens, kvHeads, width).transpose(1, 2);
        var attended_BHTD = torch.nn.functional.scaled_dot_product_attention(
            query_BHTD, ForEachQuery(key_BGTD, heads), ForEachQuery(value_BGTD, heads), is_casual: true);
        return scope.MoveToOuter(
            attended_BHTD.transpose(1, 2).contiguous().view(sequences, tokens, heads * width));
    }

    /// <inheritdoc cref="TorchSeam.LinearCrossEntropy"/>
    public static torch.Tensor LinearCrossEntropy(
        torch.Tensor hidden, torch.Tensor weight, torch.Tensor targets,
        long ignoreIndex = -100, torch.nn.Reduction reduction = torch.nn.Reduction.Mean)
    {
        using var scope = torch.NewDisposeScope();
        var logits_NV = torch.nn.functional.linear(hidden.reshape(-1, hidden.size(-1)), weight);
        return scope.MoveToOuter(torch.nn.functional.cross_entropy(
            logits_NV, targets.reshape(-1), ignore_index: ignoreIndex, reduction: reduction));
    }

    /// <inheritdoc cref="TorchSeam.BiasGelu"/>
    public static torch.Tensor BiasGelu(torch.Tensor x, torch.Tensor? bias)
    {
        using var scope = torch.NewDisposeScope();
        var shifted = bias is null ? x.alias() : x.add(bias);
        return scope.MoveToOuter(
            torch.nn.functional.gelu(shifted, Modules.GELU.Approximate.tanh));
    }

    /// <inheritdoc cref="TorchSeam.SwiGlu"/>
    public static torch.Tensor SwiGlu(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        var halves = x.chunk(2, -1);
        return scope.MoveToOuter(torch.nn.functional.silu(halves[0]).mul(halves[1]));
    }

    /// <inheritdoc cref="TorchSeam.LayerNorm"/>
    public static torch.Tensor LayerNorm(torch.Tensor x, torch.Tensor weight, torch.Tensor? bias, double eps) =>
        torch.nn.functional.layer_norm(x, weight.shape, weight, bias, eps);

    /// <inheritdoc cref="TorchSeam.RmsNorm"/>
    public static torch.Tensor RmsNorm(torch.Tensor x, torch.Tensor weight, double eps)
    {
        using var scope = torch.NewDisposeScope();
        var scale = x.pow(2).mean([-1], keepdim: true).add(eps).rsqrt();
        return scope.MoveToOuter(x.mul(scale).mul(weight));
    }

    /// <inheritdoc cref="TorchSeam.AddLayerNorm"/>
    public static (torch.Tensor Sum, torch.Tensor Normed) AddLayerNorm(
        torch.Tensor x, torch.Tensor residual, torch.Tensor weight, torch.Tensor? bias, double eps)
    {
        var sum = x.add(residual);
        return (sum, LayerNorm(sum, weight, bias, eps));
    }

    /// <inheritdoc cref="TorchSeam.AddRmsNorm"/>
    public static (torch.Tensor Sum, torch.Tensor Normed) AddRmsNorm(
        torch.Tensor x, torch.Tensor residual, torch.Tensor weight, double eps)
    {
        var sum = x.add(residual);
        return (sum, RmsNorm(sum, weight, eps));
    }

    // Element i of a head is turned together with element i + D/2 (Hugging Face's Llama), not with its neighbour.
    private static torch.Tensor Rotate(torch.Tensor x_BHTD, torch.Tensor? cos, torch.Tensor? sin)
    {
        if (cos is null || sin is null)
        {
            return x_BHTD;
        }

        var halves = x_BHTD.chunk(2, -1);
        return torch.cat(
            [halves[0].mul(cos).sub(halves[1].mul(sin)), halves[1].mul(cos).add(halves[0].mul(sin))], -1);
    }

    private static torch.Tensor ForEachQuery(torch.Tensor x_BGTD, long heads)
    {
        var shared = heads / x_BGTD.size(1);
        return shared == 1 ? x_BGTD : x_BGTD.repeat_interleave(shared, dim: 1);
    }
}
