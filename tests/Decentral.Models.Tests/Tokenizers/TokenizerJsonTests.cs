using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Decentral.Models.Tests.Data;
using Decentral.Models.Tokenizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class TokenizerJsonTests : IDisposable
{
    private const string FirstStage = "pre_tokenizer.pretokenizers[0]";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. RecordedVectors.Names];

    /// <summary>A change to a good file (path and new value, null removes it), and how the complaint begins.</summary>
    public static TheoryData<string, string?, string> Faults => new()
    {
        { "truncation", """{"max_length": 5}""", "truncation is {\"max_length\":5}, which is not supported" },
        { "padding", "{}", "padding is {}" },
        { "normalizer", """{"type": "Lowercase"}""", "normalizer.type is \"Lowercase\"; supported is NFC" },
        { "decoder", """{"type": "Metaspace"}""", "decoder.type is \"Metaspace\"; supported is ByteLevel" },
        { "model", null, "model is missing; expected an object" },
        { "model.type", "\"Unigram\"", "model.type is \"Unigram\"; supported is BPE" },
        { "model.dropout", "0.1", "model.dropout is 0.1" },
        { "model.end_of_word_suffix", "\"@@\"", "model.end_of_word_suffix is \"@@\"" },
        { "model.continuing_subword_prefix", "\"##\"", "model.continuing_subword_prefix" },
        { "model.ignore_merges", "1", "model.ignore_merges is 1; expected true or false" },
        { "model.new_option", "true", "model['new_option'] is unknown to this program" },
        { "model.vocab", "[]", "model.vocab is []; expected an object" },
        { "model.vocab.!", null, "model.vocab has no token '!' for the byte 0x21" },
        { "model.vocab.!", "4", "model.vocab gives the id 4" },
        { "model.vocab.!", "-1", "model.vocab['!'] is -1; a token is at least 0" },
        { "model.vocab.!", "1000000000", "model.vocab['!'] is 1000000000" },
        { "model.vocab.!", "1.5", "model.vocab['!'] is 1.5; expected a whole number" },
        { "model.vocab.!", "\"x\"", "model.vocab['!'] is \"x\"; expected a number" },
        { "model.vocab.\u2581the", "420", "model.vocab has '\u2581the' (420), which is not written in the byte-level" },
        { "model.vocab.<|endoftext|>", "420", "model.vocab gives '<|endoftext|>' the id 420, and added_tokens 0" },
        { "model.merges", "{}", "model.merges is {}; expected a list" },
        { "model.merges.1", "\"th e x\"", "model.merges[1] is \"th e x\"; expected two tokens" },
        { "model.merges.1", "\"the\"", "model.merges[1] is \"the\"; expected two tokens" },
        { "model.merges.1", "[\"t\"]", "model.merges[1] is [\"t\"]; expected two tokens" },
        { "model.merges.1", "7", "model.merges[1] is 7; expected a string" },
        { "model.merges.1", "\"q zzz\"", "model.merges[1] needs the token 'zzz'" },
        { "model.merges.1", "\"q q\"", "model.merges[1] needs the token 'qq'" },
        { "added_tokens.0.lstrip", "true", "added_tokens[0].lstrip is true, which is not supported" },
        { "added_tokens.0.rstrip", "true", "added_tokens[0].rstrip" },
        { "added_tokens.0.single_word", "true", "added_tokens[0].single_word" },
        { "added_tokens.0.content", "\"\"", "added_tokens[0].content is empty" },
        { "added_tokens.0.content", "\"<|im\"", "added_tokens lists the same content twice" },
        { "added_tokens.0.id", "1", "added_tokens gives the id 1 to two tokens" },
        { "added_tokens.0.id", null, "added_tokens[0].id is missing; expected a number" },
        { "pre_tokenizer", "null", "pre_tokenizer is missing; supported is ByteLevel" },
        { "pre_tokenizer.type", "\"Metaspace\"", "pre_tokenizer is {\"type\":\"Metaspace\"" },
        { "pre_tokenizer.option", "1", "pre_tokenizer['option'] is unknown" },
        { "pre_tokenizer", Sequence("""{"type":"Punctuation"}"""), FirstStage + ".type is \"Punctuation\"" },
        { "pre_tokenizer", Sequence(Split("Isolated", "\\\\w+")), FirstStage + ".pattern is {\"Regex\"" },
        { "pre_tokenizer", Sequence(Split("Removed", "x")), FirstStage + ".behavior is \"Removed\"" },
        { "pre_tokenizer", """{"type":"Sequence","pretokenizers":[]}""", "pre_tokenizer is" },
        {
            "pre_tokenizer",
            """{"type":"Sequence","pretokenizers":[{"type":"Digits"},{"type":"ByteLevel","add_prefix_space":true}]}""",
            "pre_tokenizer.pretokenizers[1].add_prefix_space is true"
        },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Save_ThenLoad_GivesATokenizerOfTheSameFingerprintAndTokens(string name)
    {
        var tokenizer = BytePairTokenizer.Parse(RecordedVectors.Get(name).Tokenizer, name);

        tokenizer.Save(_folder["tokenizer.json"]);
        var loaded = BytePairTokenizer.Load(_folder["tokenizer.json"]);

        Assert.Equal(tokenizer.Fingerprint, loaded.Fingerprint);
        Assert.Equal(tokenizer.ToJson(), loaded.ToJson());
        Assert.Equal(tokenizer.AddedTokens, loaded.AddedTokens);
        Assert.All(RecordedVectors.Texts, text => Assert.Equal(tokenizer.Encode(text), loaded.Encode(text)));
    }

    [Fact]
    public void Fingerprint_OtherCutting_Differs() => Assert.Equal(
        RecordedVectors.Names.Count(),
        RecordedVectors.Names
            .Select(name => BytePairTokenizer.Parse(RecordedVectors.Get(name).Tokenizer, name).Fingerprint)
            .Distinct()
            .Count());

    [Fact]
    public void Save_OverAnotherFile_ReplacesItAndLeavesNothingBeside()
    {
        var path = _folder.Write("tokenizer.json", "old");

        Recorded().Save(path);

        Assert.Equal(Recorded().ToJson(), File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Parse_MergesAsPairs_MeansTheSame()
    {
        var json = Document();
        var pairs = json["model"]!["merges"]!.AsArray().Select(merge => new JsonArray(
            [.. ((string)merge!).Split(' ').Select(part => (JsonNode)part)]));
        json["model"]!["merges"] = new JsonArray([.. pairs]);

        Assert.Equal(Recorded().Fingerprint, Parse(json).Fingerprint);
    }

    [Fact]
    public void Parse_HarmlessSettings_MeansTheSame()
    {
        var json = Document();
        json["model"]!["continuing_subword_prefix"] = "";
        json["model"]!["end_of_word_suffix"] = "";
        json["model"]!["unk_token"] = "<|endoftext|>";
        json["model"]!.AsObject().Remove("ignore_merges");
        json["model"]!.AsObject().Remove("type");
        json["post_processor"] = JsonNode.Parse("""{"type":"TemplateProcessing","single":[]}""");
        json["pre_tokenizer"]!.AsObject().Remove("use_regex");

        Assert.Equal(Recorded().Fingerprint, Parse(json).Fingerprint);
    }

    [Fact]
    public void Parse_AddedTokenBeyondTheVocabulary_WidensIt()
    {
        var json = Document();
        json["added_tokens"]!.AsArray().Add(JsonNode.Parse("""{"id":999,"content":"é<new>","special":false}"""));

        var tokenizer = Parse(json);

        Assert.Equal(1000, tokenizer.VocabularySize);
        Assert.Equal([999], tokenizer.Encode("é<new>"));
        Assert.Equal("é<new>", tokenizer.Decode([999]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([998]));
    }

    [Fact]
    public void Parse_SplitRemovedAndInverted_MeansIsolated()
    {
        var (json, tokens) = RecordedVectors.Get("llama3");
        var node = JsonNode.Parse(json)!;
        node["pre_tokenizer"]!["pretokenizers"]![0]!["behavior"] = "Removed";
        node["pre_tokenizer"]!["pretokenizers"]![0]!["invert"] = true;

        Assert.Equal(tokens, RecordedVectors.Texts.Select(Parse(node).Encode));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Parse_UnsupportedOrWrong_NamesTheField(string path, string? value, string expected)
    {
        var json = Document();
        Change(json, path.Split('.', 3), value);

        var fault = Assert.Throws<InvalidDataException>(() => Parse(json));

        Assert.StartsWith("Tokenizer 'test': " + expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SameTokenTwice_NamesIt()
    {
        var json = Encoding.UTF8.GetString(RecordedVectors.Tokenizer)
            .Replace("\"vocab\":{", "\"vocab\":{\"!\":3,", StringComparison.Ordinal);

        var fault = Assert.Throws<InvalidDataException>(
            () => BytePairTokenizer.Parse(Encoding.UTF8.GetBytes(json), "test"));

        Assert.Contains("model.vocab['!'] is there twice", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("\0")]
    public void Parse_NoObject_SaysSo(string json)
    {
        var fault = Assert.Throws<InvalidDataException>(
            () => BytePairTokenizer.Parse(Encoding.UTF8.GetBytes(json), "some.json"));

        Assert.Contains("some.json", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"model\":{\"type\":\"\\ud800\"}}")]
    [InlineData("{\"model\":{\"\\ud800\":1}}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Parse_HalfASurrogatePair_IsRefused(string json) =>
        Assert.Throws<InvalidDataException>(() => BytePairTokenizer.Parse(Encoding.UTF8.GetBytes(json), "test"));

    [Fact]
    public void Parse_AnyDamage_IsReadOrRefusedByName() =>
        Prop.ForAll(
            Gen.Choose(0, RecordedVectors.Tokenizer.Length - 1).ToArbitrary(),
            ArbMap.Default.ArbFor<NonEmptyArray<byte>>(),
            (at, damage) =>
            {
                var json = RecordedVectors.Tokenizer;
                damage.Get.AsSpan(0, Math.Min(damage.Get.Length, json.Length - at)).CopyTo(json.AsSpan(at));

                AssertReadOrRefused(json);
                AssertReadOrRefused(json[..at]);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Load_Missing_Throws() =>
        Assert.Throws<FileNotFoundException>(() => BytePairTokenizer.Load(_folder["none.json"]));

    private static void AssertReadOrRefused(byte[] json)
    {
        try
        {
            var tokenizer = BytePairTokenizer.Parse(json, "damaged");
            Assert.Equal("text", tokenizer.Decode(tokenizer.Encode("text")));
        }
        catch (InvalidDataException e)
        {
            Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
        }
    }

    private static BytePairTokenizer Recorded() => BytePairTokenizer.Parse(RecordedVectors.Tokenizer, "recorded");

    private static JsonNode Document() => JsonNode.Parse(RecordedVectors.Tokenizer)!;

    private static BytePairTokenizer Parse(JsonNode json) =>
        BytePairTokenizer.Parse(JsonSerializer.SerializeToUtf8Bytes(json), "test");

    private static void Change(JsonNode node, string[] path, string? value)
    {
        var parent = path[..^1].Aggregate(
            node, (at, name) => int.TryParse(name, out var index) ? at[index]! : at[name]!);
        var changed = value is null ? null : JsonNode.Parse(value);
        if (int.TryParse(path[^1], out var last))
        {
            parent[last] = changed;
        }
        else if (value is null)
        {
            parent.AsObject().Remove(path[^1]);
        }
        else
        {
            parent[path[^1]] = changed;
        }
    }

    private static string Sequence(string first) =>
        $$"""{"type":"Sequence","pretokenizers":[{{first}},{"type":"ByteLevel","add_prefix_space":false}]}""";

    private static string Split(string behavior, string pattern) =>
        $$$"""{"type":"Split","pattern":{"Regex":"{{{pattern}}}"},"behavior":"{{{behavior}}}","invert":false}""";
}
