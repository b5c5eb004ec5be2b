using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Decentral.EndToEnd.Interruption;

/// <summary>What a run leaves: the digests of its model and of every part of its newest snapshot.</summary>
/// <param name="Round">Of the newest snapshot.</param>
/// <param name="Digests">SHA-256 of each file, by its name.</param>
internal sealed record RunFiles(int Round, IReadOnlyDictionary<string, string> Digests)
{
    private const string Manifest = "manifest.json";

    public static RunFiles Read(string run)
    {
        var newest = Directory.EnumerateDirectories(Path.Combine(run, "snapshots")).Order(StringComparer.Ordinal).Last();
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(newest, Manifest)))!["manifest"]!;
        var files = Directory.EnumerateFiles(newest)
            .Where(file => Path.GetFileName(file) != Manifest)
            .Append(Path.Combine(run, "model.safetensors"));
        return new RunFiles(
            manifest["round"]!.GetValue<int>(),
            new SortedDictionary<string, string>(files.ToDictionary(
                file => Path.GetFileName(file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))));
    }

    public bool Equals(RunFiles? other) =>
        other is not null && Round == other.Round && Digests.SequenceEqual(other.Digests);

    public override int GetHashCode() => Round;

    public override string ToString() =>
        $"round {Round}: {string.Join(", ", Digests.Select(digest => $"{digest.Key} {digest.Value[..12]}"))}";
}
