using System.Collections.Immutable;

namespace Decentral.Models.Tokenizers;

/// <summary>What a byte-pair vocabulary is to be like.</summary>
public sealed record BytePairTrainingOptions
{
    /// <summary>The text of the token that ends a document.</summary>
    public const string EndOfText = "<|endoftext|>";

    /// <summary>
    /// Tokens in all: the special ones, the 256 bytes, and one for each merge. A text that gives fewer merges gives a
    /// smaller vocabulary.
    /// </summary>
    public required int VocabularySize { get; init; }

    /// <summary>How often a pair must occur to be merged.</summary>
    public int MinimumFrequency { get; init; } = 2;

    /// <summary>Special tokens; they get the first ids.</summary>
    public ImmutableArray<string> SpecialTokens { get; init; } = [EndOfText];
}
