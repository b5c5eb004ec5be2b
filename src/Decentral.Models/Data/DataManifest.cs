using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Decentral.Models.Data;

/// <summary>
/// What a run trains and is judged on: an ordered list of token shards, whose last <see cref="HeldOutTokenCount"/>
/// tokens are held out. Equal text, tokenizer and split give an equal manifest on every machine.
/// </summary>
public sealed record DataManifest
{
    private const int CurrentVersion = 1;
    private const int MaximumShards = 1 << 20;

    /// <summary>The format of this record.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The fingerprint of the tokenizer that made the tokens.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Every token is below this.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>How many tokens at the end of the stream are held out from training; 0 for none.</summary>
    public required long HeldOutTokenCount { get; init; }

    /// <summary>The shards, in the order of the token stream.</summary>
    public required ImmutableArray<ShardReference> Shards { get; init; }

    /// <summary>Tokens of all shards, held-out ones included.</summary>
    [JsonIgnore]
    public long TokenCount => Shards.Sum(shard => shard.TokenCount);

    /// <summary>Tokens at the start of the stream that are trained on.</summary>
    [JsonIgnore]
    public long TrainingTokenCount => TokenCount - HeldOutTokenCount;

    /// <summary>SHA-256 of <see cref="ToJson"/>: the identity of the data of a run.</summary>
    public ContentDigest ComputeDigest() => ContentDigest.Of(ToJson());

    /// <summary>The manifest as canonical UTF-8 JSON: equal manifests give equal bytes.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DataJsonContext.Default.DataManifest);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="origin">What the message of an error calls it: a file name, say.</param>
    /// <exception cref="InvalidDataException">It is not a manifest, or its numbers contradict each other.</exception>
    public static DataManifest Parse(ReadOnlySpan<byte> json, string origin)
    {
        DataManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, DataJsonContext.Default.DataManifest);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Data manifest '{origin}' is not readable: {e.Message}", e);
        }

        return manifest?.FindFault() is { } fault
            ? throw new InvalidDataException($"Data manifest '{origin}' is wrong: {fault}")
            : manifest ?? throw new InvalidDataException($"Data manifest '{origin}' is null.");
    }

    /// <summary>Records compare their lists by reference; a manifest is equal when its content is.</summary>
    public bool Equals(DataManifest? other) =>
        other is not null
        && Version == other.Version
        && Tokenizer == other.Tokenizer
        && VocabularySize == other.VocabularySize
        && HeldOutTokenCount == other.HeldOutTokenCount
        && Shards.AsSpan().SequenceEqual(other.Shards.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tokenizer, VocabularySize, HeldOutTokenCount, Shards.Length);

    private string? FindFault()
    {
        if (Version != CurrentVersion)
        {
            return $"version is {Version}; this program reads version {CurrentVersion}.";
        }

        if (VocabularySize < 1)
        {
            return $"vocabularySize is {VocabularySize}; it must be at least 1.";
        }

        if (Shards.IsDefaultOrEmpty || Shards.Length > MaximumShards)
        {
            return $"it lists {(Shards.IsDefault ? 0 : Shards.Length)} shards; 1 to {MaximumShards} are allowed.";
        }

        foreach (ShardReference? shard in Shards)
        {
            if (shard is null or { TokenCount: < 1 or > long.MaxValue / MaximumShards })
            {
                return $"a shard has {shard?.TokenCount ?? 0} tokens (digest {shard?.Digest}).";
            }
        }

        return HeldOutTokenCount < 0 || HeldOutTokenCount > TokenCount
            ? $"heldOutTokenCount is {HeldOutTokenCount} of {TokenCount} tokens."
            : null;
    }
}
