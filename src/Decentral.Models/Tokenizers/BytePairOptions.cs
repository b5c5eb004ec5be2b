namespace Decentral.Models.Tokenizers;

/// <summary>How text is treated before merging.</summary>
internal sealed record BytePairOptions
{
    /// <summary>How text is cut into pieces.</summary>
    public required PreTokenizer PreTokenizer { get; init; }

    /// <summary>Whether a piece that is a token becomes it without merging (<c>ignore_merges</c>).</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>Whether text is expected in Unicode normalization form C.</summary>
    public bool NeedsNormalizationFormC { get; init; }
}
