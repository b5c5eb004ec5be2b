using System.Text.Json;
using System.Text.Json.Nodes;
using Decentral.Models.Decoders;

namespace Decentral.Models.HuggingFace;

/// <summary>
/// Between <c>config.json</c> and our options. Defaults are those of Hugging Face's GPT2Config and LlamaConfig.
/// </summary>
internal static class HuggingFaceConfig
{
    internal const string FileName = "config.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <exception cref="HuggingFaceException">The file is missing, is no JSON, or describes a model that we cannot
    /// compute.</exception>
    internal static DecoderOptions Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new HuggingFaceException(
                folder, null, FileName, "none; put the one that belongs to the weights beside them");
        }

        using var document = JsonFile.Read(path);
        var fields = new ConfigFields(path, document.RootElement);
        var options = fields.Text("model_type") switch
        {
            "gpt2" => ReadGpt(fields),
            "llama" => ReadLlama(fields),
            var other => throw new HuggingFaceException(path, "model_type", "gpt2 or llama", other ?? "none"),
        };
        return Valid(options, path);
    }

    internal static string Write(DecoderOptions options)
    {
        var config = options.Family == DecoderFamily.Gpt ? WriteGpt(options) : WriteLlama(options);
        config["vocab_size"] = options.Vocabulary;
        config["tie_word_embeddings"] = options.TiedHead;
        config["torch_dtype"] = "float32";
        config["bos_token_id"] = null;
        config["eos_token_id"] = null;
        return config.ToJsonString(Indented) + "\n";
    }

    private static DecoderOptions Valid(DecoderOptions options, string path)
    {
        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentException error)
        {
            var reason = error.Message.TrimEnd('.');
            throw new HuggingFaceException(path, null, "numbers that make a decoder", reason, error);
        }
    }

    private static DecoderOptions ReadGpt(ConfigFields fields)
    {
        fields.RequireOneOf("activation_function", "gelu_new", "gelu_pytorch_tanh");
        fields.RequireOneOf("scale_attn_weights", "true");
        fields.RequireOneOf("scale_attn_by_inverse_layer_idx", "false");
        fields.RequireOneOf("add_cross_attention", "false");
        return new DecoderOptions
        {
            Family = DecoderFamily.Gpt,
            Layers = fields.Whole("n_layer"),
            Width = fields.Whole("n_embd"),
            Heads = fields.Whole("n_head"),
            Context = fields.Whole("n_positions"),
            Vocabulary = fields.Whole("vocab_size"),
            FeedForward = fields.OptionalWhole("n_inner"),
            TiedHead = fields.Flag("tie_word_embeddings", true),
            NormEpsilon = fields.Number("layer_norm_epsilon", 1e-5),
        };
    }

    private static DecoderOptions ReadLlama(ConfigFields fields)
    {
        fields.RequireOneOf("hidden_act", "silu");
        fields.RequireOneOf("attention_bias", "false");
        fields.RequireOneOf("mlp_bias", "false");
        var options = new DecoderOptions
        {
            Family = DecoderFamily.Llama,
            Layers = fields.Whole("num_hidden_layers"),
            Width = fields.Whole("hidden_size"),
            Heads = fields.Whole("num_attention_heads"),
            KeyValueHeads = fields.OptionalWhole("num_key_value_heads"),
            Context = fields.OptionalWhole("max_position_embeddings") ?? 2048,
            Vocabulary = fields.Whole("vocab_size"),
            FeedForward = fields.Whole("intermediate_size"),
            TiedHead = fields.Flag("tie_word_embeddings", false),
            NormEpsilon = fields.Number("rms_norm_eps", 1e-6),
            RopeBase = ReadRopeBase(fields),
        };
        RequireUsualHeadWidth(fields, options);
        return options;
    }

    // Newer files gather it in rope_parameters; scaled frequencies are another model.
    private static double ReadRopeBase(ConfigFields fields)
    {
        foreach (var scaling in new[] { fields.Inside("rope_scaling"), fields.Inside("rope_parameters") })
        {
            scaling?.RequireOneOf("rope_type", "default");
            scaling?.RequireOneOf("type", "default");
        }

        return fields.Inside("rope_parameters")?.Number("rope_theta", 10_000) ?? fields.Number("rope_theta", 10_000);
    }

    private static void RequireUsualHeadWidth(ConfigFields fields, DecoderOptions options)
    {
        if (fields.OptionalWhole("head_dim") is { } width && (long)width * options.Heads != options.Width)
        {
            throw new HuggingFaceException(
                fields.File, "head_dim", $"hidden_size {options.Width} / num_attention_heads {options.Heads}",
                $"{width}");
        }
    }

    private static JsonObject WriteGpt(DecoderOptions options) => new()
    {
        ["architectures"] = new JsonArray("GPT2LMHeadModel"),
        ["model_type"] = "gpt2",
        ["n_layer"] = options.Layers,
        ["n_embd"] = options.Width,
        ["n_head"] = options.Heads,
        ["n_inner"] = options.ResolvedFeedForward,
        ["n_positions"] = options.Context,
        ["n_ctx"] = options.Context,
        ["activation_function"] = "gelu_new",
        ["layer_norm_epsilon"] = options.NormEpsilon,
    };

    private static JsonObject WriteLlama(DecoderOptions options) => new()
    {
        ["architectures"] = new JsonArray("LlamaForCausalLM"),
        ["model_type"] = "llama",
        ["num_hidden_layers"] = options.Layers,
        ["hidden_size"] = options.Width,
        ["num_attention_heads"] = options.Heads,
        ["num_key_value_heads"] = options.ResolvedKeyValueHeads,
        ["intermediate_size"] = options.ResolvedFeedForward,
        ["max_position_embeddings"] = options.Context,
        ["hidden_act"] = "silu",
        ["rms_norm_eps"] = options.NormEpsilon,
        ["rope_theta"] = options.RopeBase,
        ["rope_scaling"] = null,
        ["attention_bias"] = false,
        ["mlp_bias"] = false,
    };
}
