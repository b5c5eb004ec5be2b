using System.Text.Json;
using System.Text.Json.Nodes;

namespace Decentral.Models.Tests.Tokenizers;

/// <summary>What Hugging Face's library made of a set of texts; see <c>Vectors/record.mjs</c>.</summary>
internal static class RecordedVectors
{
    private static readonly JsonNode Recorded = JsonNode.Parse(Read("vectors.json"))!;

    public static IReadOnlyList<string> Texts => Recorded["texts"].Deserialize<string[]>()!;

    /// <summary>A small <c>tokenizer.json</c> with GPT-2's way of cutting.</summary>
    public static byte[] Tokenizer => Read("tokenizer.json");

    public static IEnumerable<string> Names => Vectors.Select(vector => (string)vector["name"]!);

    private static IEnumerable<JsonNode> Vectors => Recorded["vectors"]!.AsArray().Select(vector => vector!);

    /// <summary>The <c>tokenizer.json</c> with another way of cutting, and the tokens of each text.</summary>
    public static (byte[] Tokenizer, int[][] Tokens) Get(string name)
    {
        var vector = Vectors.Single(vector => (string)vector["name"]! == name);
        var tokenizer = JsonNode.Parse(Tokenizer)!;
        tokenizer["pre_tokenizer"] = vector["pre_tokenizer"]!.DeepClone();
        tokenizer["model"]!["ignore_merges"] = (bool)vector["ignore_merges"]!;
        return (JsonSerializer.SerializeToUtf8Bytes(tokenizer), vector["ids"].Deserialize<int[][]>()!);
    }

    private static byte[] Read(string name)
    {
        var assembly = typeof(RecordedVectors).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{typeof(RecordedVectors).Namespace}.Vectors.{name}")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
