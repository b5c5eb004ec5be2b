using static Decentral.Training.Jobs.JobFieldFactory;

namespace Decentral.Training.Jobs;

/// <summary>The decoder.</summary>
internal static class ModelFields
{
    private static readonly TextType PathType = new("a path", path => path.Length > 0);

    private static readonly TextType TokenizerType = new(
        $"{ModelOptions.ByteTokenizer}, {ModelOptions.BpeTokenizer}, or the path of a tokenizer.json",
        text => text is ModelOptions.ByteTokenizer or ModelOptions.BpeTokenizer
            || text.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    public static IReadOnlyList<JobField> All { get; } =
    [
        Choice(
            "model.kind", job => job.Model.Kind, (job, value) => job with { Model = job.Model with { Kind = value } },
            "The family of decoder: GPT-2's blocks or Llama's."),
        Integer(
            "model.layers", 1, 1024, job => job.Model.Layers,
            (job, value) => job with { Model = job.Model with { Layers = value } }, "Transformer blocks."),
        Integer(
            "model.width", 1, 65_536, job => job.Model.Width,
            (job, value) => job with { Model = job.Model with { Width = value } }, "Columns of the residual stream."),
        Integer(
            "model.heads", 1, 1024, job => job.Model.Heads,
            (job, value) => job with { Model = job.Model with { Heads = value } },
            "Query heads of each block; they divide model.width."),
        OptionalInteger(
            "model.keyValueHeads", 1, 1024, job => job.Model.KeyValueHeads,
            (job, value) => job with { Model = job.Model with { KeyValueHeads = value } }, "as many as model.heads",
            "Key and value heads of grouped-query attention (llama); they divide model.heads.", IdleUnlessLlama),
        OptionalInteger(
            "model.feedForward", 1, 262_144, job => job.Model.FeedForward,
            (job, value) => job with { Model = job.Model with { FeedForward = value } },
            "4 widths (gpt), 8/3 of the width rounded up to a multiple of 64 (llama)",
            "Inner columns of the feed-forward."),
        Integer(
            "model.context", 1, 1_048_576, job => job.Model.Context,
            (job, value) => job with { Model = job.Model with { Context = value } }, "Tokens a sequence holds."),
        Text(
            "model.tokenizer", TokenizerType, job => job.Model.Tokenizer,
            (job, value) => job with { Model = job.Model with { Tokenizer = value } },
            "One token a byte, a byte-level BPE learned from the data, or a tokenizer of others."),
        OptionalInteger(
            "model.vocabulary", 1, 4_194_304, job => job.Model.Vocabulary,
            (job, value) => job with { Model = job.Model with { Vocabulary = value } },
            $"what the tokenizer has; {ModelOptions.DefaultBpeVocabulary} for bpe",
            "Rows of the embedding, and for bpe the tokens to learn; at least what the tokenizer has."),
        Required(
            "model.tiedHead", new FlagType(), job => job.Model.TiedHead,
            (job, value) => job with { Model = job.Model with { TiedHead = value } },
            "Whether the head shares the embedding's weights."),
        Number(
            "model.ropeBase", Positive, job => job.Model.RopeBase,
            (job, value) => job with { Model = job.Model with { RopeBase = value } },
            "Base of the rotary position frequencies (llama).", IdleUnlessLlama),
        OptionalText(
            "model.weights", PathType, job => job.Model.Weights,
            (job, value) => job with { Model = job.Model with { Weights = value } }, "from scratch",
            "model.safetensors or its index, or a folder with one, whose weights training starts from."),
    ];

    private static string? IdleUnlessLlama(Job job) =>
        job.Model.Kind == ModelKind.Llama ? null : "model.kind is not llama";
}
