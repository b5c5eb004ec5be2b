using System.Diagnostics;
using Decentral.Models.Decoders;

namespace Decentral.Models.HuggingFace;

/// <summary>Which of our parameters is which of Hugging Face's: GPT2LMHeadModel and LlamaForCausalLM.</summary>
internal static class HuggingFaceNames
{
    // Masks and frequencies that older files hold though they can be computed.
    private static readonly string[] ComputedSuffixes = [".attn.bias", ".attn.masked_bias", ".rotary_emb.inv_freq"];

    /// <summary>What the published names begin with, except the head's; files of the bare model leave it out.</summary>
    internal static string Prefix(DecoderFamily family) => family switch
    {
        DecoderFamily.Gpt => "transformer.",
        DecoderFamily.Llama => "model.",
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether a file may hold this tensor without anything being lost by leaving it.</summary>
    internal static bool MayBeLeft(DecoderOptions options, string name) =>
        ComputedSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) ||
        (options.TiedHead && name == Head);

    internal static IEnumerable<HuggingFaceTensor> Map(DecoderOptions options)
    {
        var prefix = Prefix(options.Family);
        var mapped = options.Family == DecoderFamily.Gpt ? MapGpt(options, prefix) : MapLlama(options, prefix);
        return options.TiedHead ? mapped : mapped.Append(new(Head, DecoderParameters.Head));
    }

    private const string Head = "lm_head.weight";

    private static IEnumerable<HuggingFaceTensor> MapGpt(DecoderOptions options, string prefix) =>
    [
        new(prefix + "wte.weight", DecoderParameters.Tokens),
        new(prefix + "wpe.weight", DecoderParameters.Positions),
        .. Enumerable.Range(0, options.Layers).SelectMany(layer => MapGptLayer($"{prefix}h.{layer}.", layer)),
        .. WithBias(prefix + "ln_f", DecoderParameters.LastNorm, transposed: false),
    ];

    private static IEnumerable<HuggingFaceTensor> MapGptLayer(string prefix, int layer)
    {
        string Own(string part) => DecoderParameters.InLayer(layer, part);
        return
        [
            .. WithBias(prefix + "ln_1", Own(DecoderParameters.AttentionNorm), transposed: false),
            .. WithBias(prefix + "attn.c_attn", Own(DecoderParameters.QueryKeyValue), transposed: true),
            .. WithBias(prefix + "attn.c_proj", Own(DecoderParameters.AttentionOutput), transposed: true),
            .. WithBias(prefix + "ln_2", Own(DecoderParameters.FeedForwardNorm), transposed: false),
            .. WithBias(prefix + "mlp.c_fc", Own(DecoderParameters.FeedForwardIn), transposed: true),
            .. WithBias(prefix + "mlp.c_proj", Own(DecoderParameters.FeedForwardOut), transposed: true),
        ];
    }

    private static IEnumerable<HuggingFaceTensor> WithBias(string name, string parameter, bool transposed) =>
    [
        new(name + ".weight", parameter + DecoderParameters.Weight, Transposed: transposed),
        new(name + ".bias", parameter + DecoderParameters.Bias),
    ];

    private static IEnumerable<HuggingFaceTensor> MapLlama(DecoderOptions options, string prefix) =>
    [
        new(prefix + "embed_tokens.weight", DecoderParameters.Tokens),
        .. Enumerable.Range(0, options.Layers).SelectMany(layer => MapLlamaLayer(options, layer)),
        new(prefix + "norm.weight", DecoderParameters.LastNorm + DecoderParameters.Weight),
    ];

    private static IEnumerable<HuggingFaceTensor> MapLlamaLayer(DecoderOptions options, int layer)
    {
        var prefix = $"{Prefix(options.Family)}layers.{layer}.";
        string Own(string part) => DecoderParameters.InLayer(layer, part) + DecoderParameters.Weight;
        long queries = options.Heads * options.HeadWidth;
        long keys = options.ResolvedKeyValueHeads * options.HeadWidth;
        long inner = options.ResolvedFeedForward;
        return
        [
            new(prefix + "input_layernorm.weight", Own(DecoderParameters.AttentionNorm)),
            new(prefix + "self_attn.q_proj.weight", Own(DecoderParameters.QueryKeyValue), 0, queries),
            new(prefix + "self_attn.k_proj.weight", Own(DecoderParameters.QueryKeyValue), queries, keys),
            new(prefix + "self_attn.v_proj.weight", Own(DecoderParameters.QueryKeyValue), queries + keys, keys),
            new(prefix + "self_attn.o_proj.weight", Own(DecoderParameters.AttentionOutput)),
            new(prefix + "post_attention_layernorm.weight", Own(DecoderParameters.FeedForwardNorm)),
            new(prefix + "mlp.gate_proj.weight", Own(DecoderParameters.FeedForwardIn), 0, inner),
            new(prefix + "mlp.up_proj.weight", Own(DecoderParameters.FeedForwardIn), inner, inner),
            new(prefix + "mlp.down_proj.weight", Own(DecoderParameters.FeedForwardOut)),
        ];
    }
}
