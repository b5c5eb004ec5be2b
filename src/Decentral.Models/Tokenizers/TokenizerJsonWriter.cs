using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Decentral.Models.Tokenizers;

/// <summary>Writes <c>tokenizer.json</c> as Hugging Face's library does: equal models give equal bytes.</summary>
internal static class TokenizerJsonWriter
{
    public static byte[] Write(BytePairModel model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            WriteAddedTokens(json, model);
            WriteNormalizer(json, model);
            json.WritePropertyName("pre_tokenizer");
            PreTokenizerJson.Write(json, model.Options.PreTokenizer);
            json.WriteNull("post_processor");
            json.WritePropertyName("decoder");
            PreTokenizerJson.WriteByteLevel(json, usesPattern: true, addsPrefixSpace: false);
            WriteModel(json, model);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAddedTokens(Utf8JsonWriter json, BytePairModel model)
    {
        json.WriteStartArray("added_tokens");
        foreach (var token in model.AddedTokens)
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("content", token.Content);
            json.WriteBoolean("single_word", false);
            json.WriteBoolean("lstrip", false);
            json.WriteBoolean("rstrip", false);
            json.WriteBoolean("normalized", false);
            json.WriteBoolean("special", token.IsSpecial);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNormalizer(Utf8JsonWriter json, BytePairModel model)
    {
        if (!model.Options.NeedsNormalizationFormC)
        {
            json.WriteNull("normalizer");
            return;
        }

        json.WriteStartObject("normalizer");
        json.WriteString("type", "NFC");
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, BytePairModel model)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteNull("unk_token");
        json.WriteNull("continuing_subword_prefix");
        json.WriteNull("end_of_word_suffix");
        json.WriteBoolean("fuse_unk", false);
        json.WriteBoolean("byte_fallback", false);
        json.WriteBoolean("ignore_merges", model.Options.IgnoresMerges);
        WriteVocabulary(json, model);

        // No token has a space in this alphabet, so that the form with strings, which all versions read, is safe.
        json.WriteStartArray("merges");
        foreach (var merge in model.Merges)
        {
            json.WriteStringValue($"{Text(model, merge.Left)} {Text(model, merge.Right)}");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteVocabulary(Utf8JsonWriter json, BytePairModel model)
    {
        var added = model.AddedTokens.ToDictionary(token => token.Id, token => token.Content);
        json.WriteStartObject("vocab");
        for (var id = 0; id < model.Tokens.Length; id++)
        {
            if (added.TryGetValue(id, out var content))
            {
                json.WriteNumber(content, id);
            }
            else if (model.Tokens[id] is not null)
            {
                json.WriteNumber(Text(model, id), id);
            }
        }

        json.WriteEndObject();
    }

    private static string Text(BytePairModel model, int id) => ByteLevelAlphabet.Write(model.Tokens[id]);
}
