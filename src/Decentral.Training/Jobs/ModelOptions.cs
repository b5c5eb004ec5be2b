namespace Decentral.Training.Jobs;

/// <summary>
/// The decoder to train: its shape, its tokenizer and, when it does not start from scratch, its weights.
/// </summary>
public sealed record ModelOptions
{
    /// <summary>The tokenizer name that means one token a byte, with no vocabulary to learn.</summary>
    public const string ByteTokenizer = "bytes";

    /// <summary>The tokenizer name that means a byte-level BPE learned from the training text.</summary>
    public const string BpeTokenizer = "bpe";

    /// <summary>The tokens a <see cref="BpeTokenizer"/> learns when the job does not say.</summary>
    public const int DefaultBpeVocabulary = 4096;

    /// <summary>Llama's feed-forward width is rounded up to a multiple of this many columns.</summary>
    private const int FeedForwardMultiple = 64;

    /// <summary>The family of decoder.</summary>
    public ModelKind Kind { get; init; } = ModelKind.Gpt;

    /// <summary>Transformer blocks.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Columns of the residual stream.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Query heads of each block; they divide <see cref="Width"/>.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Key and value heads (grouped-query attention, Llama only); null: as many as query heads.</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Inner columns of the feed-forward; null: the family's usual multiple of the width.</summary>
    public int? FeedForward { get; init; }

    /// <summary>Tokens a sequence holds.</summary>
    public int Context { get; init; } = 128;

    /// <summary><see cref="ByteTokenizer"/>, <see cref="BpeTokenizer"/>, or the path of a tokenizer.json.</summary>
    public string Tokenizer { get; init; } = ByteTokenizer;

    /// <summary>Rows of the embedding; null: what the tokenizer has. More than it has pads the embedding.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Whether the head shares the embedding's weights.</summary>
    public bool TiedHead { get; init; } = true;

    /// <summary>Base of the rotary position frequencies (Llama only).</summary>
    public double RopeBase { get; init; } = 10_000;

    /// <summary>
    /// A safetensors file, or a folder with one, whose weights training starts from; null: from scratch.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>Key and value heads after the default is filled in.</summary>
    public int ResolvedKeyValueHeads => KeyValueHeads ?? Heads;

    /// <summary>
    /// Feed-forward columns after the default is filled in: 4 times the width (GPT), or 8/3 of it rounded up to
    /// a multiple of 64 (Llama, whose SwiGLU has three matrices instead of two).
    /// </summary>
    public int ResolvedFeedForward => FeedForward ?? Kind switch
    {
        ModelKind.Gpt => 4 * Width,
        ModelKind.Llama => FeedForwardMultiple * (((8 * Width) - 1) / (3 * FeedForwardMultiple) + 1),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
