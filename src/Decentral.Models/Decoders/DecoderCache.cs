using System.Collections.Immutable;

namespace Decentral.Models.Decoders;

// Shapes: T tokens so far, N new tokens, S = T + N, H heads, G key-value heads, D head width.

/// <summary>
/// The keys and values of one sequence, so that a token more costs a token's work. The memory for a full context is set
/// aside at the beginning.
/// </summary>
internal sealed class DecoderCache : IDisposable
{
    private readonly DecoderOptions _options;
    private readonly ImmutableArray<torch.Tensor> _keys_1GSD;
    private readonly ImmutableArray<torch.Tensor> _values_1GSD;

    internal DecoderCache(DecoderOptions options, torch.Device device)
    {
        _options = options;
        _keys_1GSD = CreateLayers(options, device);
        _values_1GSD = CreateLayers(options, device);
    }

    /// <summary>Tokens whose keys and values are here.</summary>
    internal int Length { get; private set; }

    /// <summary>Forgets the sequence.</summary>
    internal void Clear() => Length = 0;

    /// <summary>Counts new tokens in, after every layer has attended to them.</summary>
    internal void Advance(int count) => Length += count;

    /// <summary>Keeps the new tokens' keys and values and attends from them to all tokens up to each.</summary>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="projected">(1, N, (H + 2G) D): queries, keys and values side by side.</param>
    /// <param name="rotary">The rotary table; null for learned positions.</param>
    /// <returns>(1, N, H D).</returns>
    internal torch.Tensor Attend(int layer, torch.Tensor projected, RotaryTable? rotary)
    {
        using var scope = torch.NewDisposeScope();
        var count = projected.size(1);
        long queries = _options.Heads * _options.HeadWidth;
        long keys = _options.ResolvedKeyValueHeads * _options.HeadWidth;
        var parts = projected.split([queries, keys, keys], 2);
        var query_1HND = Rotate(SplitHeads(parts[0]), rotary);
        Keep(_keys_1GSD[layer], Rotate(SplitHeads(parts[1]), rotary));
        Keep(_values_1GSD[layer], SplitHeads(parts[2]));
        var attended_1HND = torch.nn.functional.scaled_dot_product_attention(
            query_1HND,
            ForEveryHead(_keys_1GSD[layer].narrow(2, 0, Length + count)),
            ForEveryHead(_values_1GSD[layer].narrow(2, 0, Length + count)),
            attn_mask: AllowPast(count, projected.device));
        return scope.MoveToOuter(attended_1HND.transpose(1, 2).reshape(1, count, queries));
    }

    public void Dispose()
    {
        foreach (var tensor in _keys_1GSD.Concat(_values_1GSD))
        {
            tensor.Dispose();
        }
    }

    private static ImmutableArray<torch.Tensor> CreateLayers(DecoderOptions options, torch.Device device) =>
    [
        .. Enumerable.Range(0, options.Layers).Select(_ => torch.zeros(
            [1, options.ResolvedKeyValueHeads, options.Context, options.HeadWidth], device: device)
            .DetachFromDisposeScope()),
    ];

    private torch.Tensor SplitHeads(torch.Tensor part) =>
        part.view(1, part.size(1), -1, _options.HeadWidth).transpose(1, 2);

    private void Keep(torch.Tensor kept_1GSD, torch.Tensor new_1GND) =>
        kept_1GSD.narrow(2, Length, new_1GND.size(2)).copy_(new_1GND);

    private torch.Tensor Rotate(torch.Tensor heads, RotaryTable? rotary)
    {
        if (rotary is null)
        {
            return heads;
        }

        var cosines_ND = rotary.Cosines.narrow(0, Length, heads.size(2));
        var sines_ND = rotary.Sines.narrow(0, Length, heads.size(2));
        var halves = heads.chunk(2, -1);
        var first = halves[0].mul(cosines_ND).sub(halves[1].mul(sines_ND));
        var second = halves[1].mul(cosines_ND).add(halves[0].mul(sines_ND));
        return torch.cat([first, second], -1);
    }

    private torch.Tensor ForEveryHead(torch.Tensor shared_1GSD)
    {
        var shared = _options.Heads / _options.ResolvedKeyValueHeads;
        return shared == 1 ? shared_1GSD : shared_1GSD.repeat_interleave(shared, 1);
    }

    // (N, S); null for a single token, which sees everything.
    private torch.Tensor? AllowPast(long count, torch.Device device) => count == 1
        ? null
        : torch.ones(count, Length + count, dtype: torch.@bool, device: device).tril(Length);
}
