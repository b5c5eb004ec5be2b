using System.Collections.Immutable;

namespace Decentral.Models.Data;

/// <summary>Data that is ready to train on. Dispose it, and with it its corpus, after the last read.</summary>
public sealed record PreparedData : IDisposable
{
    /// <summary>The opened tokens; its manifest says what they are.</summary>
    public required TokenCorpus Corpus { get; init; }

    /// <summary>What the source is, in a few words for the person.</summary>
    public required string Description { get; init; }

    /// <summary>Whether the tokens were found in the store, made by an earlier run.</summary>
    public required bool WasStored { get; init; }

    /// <summary>What the person should know, in whole sentences.</summary>
    public required ImmutableArray<string> Notices { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Corpus.Dispose();
}
