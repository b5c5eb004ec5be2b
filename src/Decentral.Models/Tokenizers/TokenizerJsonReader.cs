using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Decentral.Models.Tokenizers;

/// <summary>
/// Reads Hugging Face's <c>tokenizer.json</c> as far as it describes byte-level BPE. What would change the tokens and
/// is not supported is refused. <c>post_processor</c> is passed over: it only surrounds a text with special tokens,
/// which is for whoever builds a prompt.
/// </summary>
internal static class TokenizerJsonReader
{
    /// <summary>
    /// More tokens than any published vocabulary has; bounds the memory that a number in a file can claim.
    /// </summary>
    private const int MaximumVocabularySize = 1 << 22;

    /// <exception cref="InvalidDataException">Names the field at fault.</exception>
    public static BytePairModel Read(JsonField root)
    {
        root["truncation"].ExpectNothing();
        root["padding"].ExpectNothing();
        ReadDecoder(root["decoder"]);
        var model = root["model"];
        CheckModel(model);
        var addedTokens = ReadAddedTokens(root["added_tokens"]);
        var vocabulary = ReadVocabulary(model["vocab"]);
        var options = new BytePairOptions
        {
            PreTokenizer = PreTokenizerJson.Read(root["pre_tokenizer"]),
            IgnoresMerges = model["ignore_merges"].Flag(otherwise: false),
            NeedsNormalizationFormC = ReadNormalizer(root["normalizer"]),
        };
        var tokens = CollectTokens(vocabulary, addedTokens, model["vocab"]);
        return new BytePairModel(tokens, ReadMerges(model["merges"], vocabulary), addedTokens, options);
    }

    private static void ReadDecoder(JsonField decoder)
    {
        if (decoder.HasValue && decoder["type"].Text() != "ByteLevel")
        {
            throw decoder["type"].Fault($"is {decoder["type"].Shown()}; supported is ByteLevel");
        }
    }

    private static bool ReadNormalizer(JsonField normalizer)
    {
        if (!normalizer.HasValue)
        {
            return false;
        }

        return normalizer["type"].Text() == "NFC"
            ? true
            : throw normalizer["type"].Fault($"is {normalizer["type"].Shown()}; supported is NFC, or no normalizer");
    }

    private static void CheckModel(JsonField model)
    {
        // Files of before 2020 state no type.
        var type = model["type"];
        if (type.HasValue && type.Text() != "BPE")
        {
            throw type.Fault($"is {type.Shown()}; supported is BPE");
        }

        model.ExpectOnly(
            "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk",
            "byte_fallback", "ignore_merges", "vocab", "merges");
        model["dropout"].ExpectNothing("0", "0.0");
        model["continuing_subword_prefix"].ExpectNothing("\"\"");
        model["end_of_word_suffix"].ExpectNothing("\"\"");

        // unk_token, fuse_unk and byte_fallback are for characters without a token, and here every byte has one.
    }

    private static ImmutableArray<AddedToken> ReadAddedTokens(JsonField list)
    {
        if (!list.HasValue)
        {
            return [];
        }

        var tokens = list.Items().Select(ReadAddedToken).ToImmutableArray();
        return tokens.Select(token => token.Content).Distinct().Count() == tokens.Length
            ? tokens
            : throw list.Fault("lists the same content twice");
    }

    private static AddedToken ReadAddedToken(JsonField token)
    {
        token["single_word"].ExpectNothing("false");
        token["lstrip"].ExpectNothing("false");
        token["rstrip"].ExpectNothing("false");
        var content = token["content"].Text();
        return content.Length > 0
            ? new AddedToken(ReadId(token["id"]), content, token["special"].Flag(otherwise: false))
            : throw token["content"].Fault("is empty");
    }

    private static int ReadId(JsonField field) => field.Number() is var id and >= 0 and < MaximumVocabularySize
        ? id
        : throw field.Fault($"is {field.Shown()}; a token is at least 0 and below {MaximumVocabularySize}");

    private static Dictionary<string, int> ReadVocabulary(JsonField field)
    {
        var vocabulary = new Dictionary<string, int>();
        foreach (var (name, value) in field.Members())
        {
            if (!vocabulary.TryAdd(name, ReadId(value)))
            {
                throw value.Fault("is there twice");
            }
        }

        return vocabulary;
    }

    private static ImmutableArray<byte[]?> CollectTokens(
        Dictionary<string, int> vocabulary, ImmutableArray<AddedToken> addedTokens, JsonField field)
    {
        var size = 1 + vocabulary.Values.Concat(addedTokens.Select(token => token.Id)).DefaultIfEmpty(-1).Max();
        var tokens = new byte[]?[size];
        foreach (var token in addedTokens)
        {
            tokens[token.Id] = tokens[token.Id] is null
                ? Encoding.UTF8.GetBytes(token.Content)
                : throw new InvalidDataException($"added_tokens gives the id {token.Id} to two tokens.");
        }

        var addedIds = addedTokens.ToDictionary(token => token.Content, token => token.Id);
        foreach (var (text, id) in vocabulary)
        {
            if (addedIds.TryGetValue(text, out var addedId))
            {
                if (addedId != id)
                {
                    throw field.Fault($"gives '{text}' the id {id}, and added_tokens {addedId}");
                }

                continue;
            }

            if (tokens[id] is not null)
            {
                throw field.Fault($"gives the id {id} to '{text}' and to another token");
            }

            tokens[id] = ByteLevelAlphabet.Read(text) ?? throw field.Fault(
                $"has '{text}' ({id}), which is not written in the byte-level alphabet; other vocabularies, such as " +
                "SentencePiece's, are not supported");
        }

        return [.. tokens];
    }

    private static ImmutableArray<Merge> ReadMerges(JsonField list, Dictionary<string, int> vocabulary) =>
        [.. list.Items().Select(item => ReadMerge(item, vocabulary))];

    private static Merge ReadMerge(JsonField merge, Dictionary<string, int> vocabulary)
    {
        // Older files write "a b", newer ones ["a", "b"].
        string[] parts = merge.Element.ValueKind == JsonValueKind.Array
            ? [.. merge.Items().Select(item => item.Text())]
            : merge.Text().Split(' ');
        if (parts is not [{ Length: > 0 } left, { Length: > 0 } right])
        {
            throw merge.Fault($"is {merge.Shown()}; expected two tokens");
        }

        return new Merge(IdOf(left), IdOf(right), IdOf(left + right));

        int IdOf(string token) => vocabulary.TryGetValue(token, out var id)
            ? id
            : throw merge.Fault($"needs the token '{token}', which model.vocab does not have");
    }
}
