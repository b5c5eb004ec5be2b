using Decentral.Models.Arenas;
using Decentral.Models.Randomness;
using Decentral.Models.Stages;

namespace Decentral.Models.Decoders;

/// <summary>
/// The parameters of a decoder in the order of its arena. Linear weights are (outputs, inputs), as in PyTorch;
/// projections that read the same input are one matrix, their outputs one after another.
/// </summary>
public static class DecoderParameters
{
    internal const string Tokens = "tokens.weight";
    internal const string Positions = "positions.weight";
    internal const string LastNorm = "norm";
    internal const string Head = "head.weight";
    internal const string AttentionNorm = "attention.norm";
    internal const string QueryKeyValue = "attention.qkv";
    internal const string AttentionOutput = "attention.output";
    internal const string FeedForwardNorm = "feedForward.norm";
    internal const string FeedForwardIn = "feedForward.in";
    internal const string FeedForwardOut = "feedForward.out";
    internal const string Weight = ".weight";
    internal const string Bias = ".bias";

    private const double Deviation = 0.02;

    /// <summary>The arena layout of a decoder; a tied head is a second name of the token embedding.</summary>
    /// <exception cref="ArgumentException">The options do not make a decoder.</exception>
    public static ArenaLayout LayOut(DecoderOptions options) => LayOut(options, [ModelPart.Whole(options.Layers)]);

    /// <summary>
    /// The arena layout of some parts of a decoder, in its order. Where a tied head is without the embedding, there is a copy of that.
    /// </summary>
    /// <exception cref="ArgumentException">The options do not make a decoder, or it has no such parts.</exception>
    public static ArenaLayout LayOut(DecoderOptions options, IReadOnlyCollection<ModelPart> parts)
    {
        options.Validate();
        foreach (var part in parts)
        {
            part.RequireIn(options.Layers);
        }

        var builder = new ArenaLayoutBuilder();
        foreach (var parameter in Describe(options).Where(parameter => parts.Any(part => IsIn(options, part, parameter))))
        {
            builder.Add(parameter.Name, parameter.Shape.AsSpan(), parameter.Layer);
        }

        return (options.TiedHead && parts.Any(part => part.HasHead) ? builder.Tie(Head, Tokens) : builder).Build();
    }

    /// <summary>
    /// Writes the values that training starts from, as GPT-2 does: weights normal with deviation 0.02, those that end a
    /// residual branch divided by √(2 layers), norm gains 1, biases 0. Each parameter's numbers are keyed by its name,
    /// so that any member draws the same ones.
    /// </summary>
    /// <param name="options">The decoder.</param>
    /// <param name="arena">Of its layout, or of that of some parts.</param>
    /// <param name="seed">The run's seed.</param>
    public static void Initialize(DecoderOptions options, Arena arena, ulong seed)
    {
        foreach (var parameter in Describe(options))
        {
            if (!arena.Layout.TryFind(parameter.Name, out var entry))
            {
                continue;
            }

            var random = new RandomSequence(seed, RandomPurpose.Initialization(parameter.Name));
            foreach (var chunk in entry.Range.Chunks())
            {
                Fill(arena.Span(chunk), parameter, ref random);
            }
        }
    }

    internal static string InLayer(int layer, string name) => $"layers.{layer}.{name}";

    private static bool IsIn(DecoderOptions options, ModelPart part, DecoderParameter parameter) => parameter switch
    {
        { Layer: { } layer } => part.Layers.Contains(layer),
        { Name: Tokens } => part.HasEmbedding || (part.HasHead && options.TiedHead),
        { Name: Positions } => part.HasEmbedding,
        _ => part.HasHead,
    };

    private static void Fill(Span<float> values, DecoderParameter parameter, ref RandomSequence random)
    {
        if (parameter.InitialDeviation == 0)
        {
            values.Fill((float)parameter.InitialMean);
        }
        else
        {
            random.FillNormal(values, parameter.InitialMean, parameter.InitialDeviation);
        }
    }

    private static IEnumerable<DecoderParameter> Describe(DecoderOptions options)
    {
        yield return new(Tokens, [options.Vocabulary, options.Width], null, 0, Deviation);
        if (options.Family == DecoderFamily.Gpt)
        {
            yield return new(Positions, [options.Context, options.Width], null, 0, Deviation);
        }

        var layers = Enumerable.Range(0, options.Layers).SelectMany(layer => DescribeLayer(options, layer));
        foreach (var parameter in layers.Concat(Norm(options, LastNorm, null)))
        {
            yield return parameter;
        }

        if (!options.TiedHead)
        {
            yield return new(Head, [options.Vocabulary, options.Width], null, 0, Deviation);
        }
    }

    private static IEnumerable<DecoderParameter> DescribeLayer(DecoderOptions options, int layer)
    {
        long width = options.Width;
        long feedForward = options.ResolvedFeedForward;
        long projected = (options.Heads + (2L * options.ResolvedKeyValueHeads)) * options.HeadWidth;
        var inner = options.Family == DecoderFamily.Llama ? 2 * feedForward : feedForward;
        var residual = Deviation / Math.Sqrt(2.0 * options.Layers);
        return
        [
            .. Norm(options, InLayer(layer, AttentionNorm), layer),
            .. Linear(options, InLayer(layer, QueryKeyValue), projected, width, layer, Deviation),
            .. Linear(options, InLayer(layer, AttentionOutput), width, width, layer, residual),
            .. Norm(options, InLayer(layer, FeedForwardNorm), layer),
            .. Linear(options, InLayer(layer, FeedForwardIn), inner, width, layer, Deviation),
            .. Linear(options, InLayer(layer, FeedForwardOut), width, feedForward, layer, residual),
        ];
    }

    private static IEnumerable<DecoderParameter> Norm(DecoderOptions options, string name, int? layer)
    {
        yield return new(name + Weight, [options.Width], layer, 1, 0);
        if (options.Family == DecoderFamily.Gpt)
        {
            yield return new(name + Bias, [options.Width], layer, 0, 0);
        }
    }

    private static IEnumerable<DecoderParameter> Linear(
        DecoderOptions options,
        string name,
        long outputs,
        long inputs,
        int layer,
        double deviation)
    {
        yield return new(name + Weight, [outputs, inputs], layer, 0, deviation);
        if (options.Family == DecoderFamily.Gpt)
        {
            yield return new(name + Bias, [outputs], layer, 0, 0);
        }
    }
}
