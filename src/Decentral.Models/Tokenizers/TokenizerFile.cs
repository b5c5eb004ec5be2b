using System.Text.Json;
using System.Text.Unicode;
using Decentral.Files;

namespace Decentral.Models.Tokenizers;

/// <summary>Tokenizers as files.</summary>
internal static class TokenizerFile
{
    /// <summary>The largest published vocabularies take a fifth of this.</summary>
    private const long MaximumBytes = 128 << 20;

    public static BytePairTokenizer Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (stream.Length > MaximumBytes)
        {
            throw new InvalidDataException(
                $"Tokenizer '{path}' has {stream.Length} bytes; at most {MaximumBytes} are read.");
        }

        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json, path);
    }

    public static BytePairTokenizer Parse(ReadOnlyMemory<byte> json, string origin)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw new InvalidDataException($"Tokenizer '{origin}' is not UTF-8 text.");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return new BytePairTokenizer(TokenizerJsonReader.Read(new JsonField("", document.RootElement)));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Tokenizer '{origin}' is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // So the JSON reader reports names and strings with half of a surrogate pair.
            throw new InvalidDataException($"Tokenizer '{origin}' has text that is not Unicode: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Tokenizer '{origin}': {e.Message}", e);
        }
    }

    public static void Save(string path, byte[] json) => AtomicFile.Write(path, json);
}
