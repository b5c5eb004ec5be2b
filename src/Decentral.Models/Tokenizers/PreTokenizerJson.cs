using System.Collections.Immutable;
using System.Text.Json;

namespace Decentral.Models.Tokenizers;

/// <summary>
/// The <c>pre_tokenizer</c> of a <c>tokenizer.json</c>: <c>ByteLevel</c>, alone or as the last of a <c>Sequence</c>
/// with
/// <c>Digits</c> and <c>Split</c> by a known pattern.
/// </summary>
internal static class PreTokenizerJson
{
    private const string Supported =
        "ByteLevel, or a Sequence of Digits or Split and a last ByteLevel";

    /// <exception cref="InvalidDataException">Names the field at fault.</exception>
    public static PreTokenizer Read(JsonField field)
    {
        if (!field.HasValue)
        {
            throw field.Fault($"is missing; supported is {Supported}");
        }

        var isSequence = field["type"].Text() == "Sequence";
        ImmutableArray<JsonField> stages = isSequence ? [.. field["pretokenizers"].Items()] : [field];
        if (isSequence)
        {
            field.ExpectOnly("type", "pretokenizers");
        }

        if (stages.IsEmpty || stages[^1]["type"].Text() != "ByteLevel")
        {
            throw field.Fault($"is {field.Shown()}; supported is {Supported}");
        }

        var (usesPattern, addsPrefixSpace) = ReadByteLevel(stages[^1], isAlone: stages.Length == 1);
        ImmutableArray<PieceScanner> scanners = [.. stages.SkipLast(1).Select(ReadScanner)];
        if (usesPattern)
        {
            scanners = scanners.Add(new Gpt2Scanner());
        }

        return new PreTokenizer(scanners.IsEmpty ? [new WholeTextScanner()] : scanners, addsPrefixSpace);
    }

    public static void Write(Utf8JsonWriter json, PreTokenizer value)
    {
        var usesPattern = value.Scanners[^1] is Gpt2Scanner;
        ImmutableArray<PieceScanner> before = [.. value.Scanners.SkipLast(usesPattern ? 1 : 0)];
        before = before.RemoveAll(scanner => scanner is WholeTextScanner);
        if (!before.IsEmpty)
        {
            json.WriteStartObject();
            json.WriteString("type", "Sequence");
            json.WriteStartArray("pretokenizers");
        }

        foreach (var scanner in before)
        {
            WriteScanner(json, scanner);
        }

        WriteByteLevel(json, usesPattern, value.AddsPrefixSpace);
        if (!before.IsEmpty)
        {
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    public static void WriteByteLevel(Utf8JsonWriter json, bool usesPattern, bool addsPrefixSpace)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", addsPrefixSpace);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", usesPattern);
        json.WriteEndObject();
    }

    private static (bool UsesPattern, bool AddsPrefixSpace) ReadByteLevel(JsonField field, bool isAlone)
    {
        field.ExpectOnly("type", "add_prefix_space", "trim_offsets", "use_regex");
        var addsPrefixSpace = field["add_prefix_space"].Flag(otherwise: true);
        return isAlone || !addsPrefixSpace
            ? (field["use_regex"].Flag(otherwise: true), addsPrefixSpace)
            : throw field["add_prefix_space"].Fault(
                "is true, which is supported only where ByteLevel is the only pre-tokenizer");
    }

    private static PieceScanner ReadScanner(JsonField field) => field["type"].Text() switch
    {
        "Digits" => ReadDigits(field),
        "Split" => ReadSplit(field),
        _ => throw field["type"].Fault($"is {field["type"].Shown()}; supported is {Supported}"),
    };

    private static DigitScanner ReadDigits(JsonField field)
    {
        field.ExpectOnly("type", "individual_digits");
        return new DigitScanner(field["individual_digits"].Flag(otherwise: false));
    }

    private static PieceScanner ReadSplit(JsonField field)
    {
        field.ExpectOnly("type", "pattern", "behavior", "invert");

        // The known patterns leave nothing of a text out, so that both combinations mean the same.
        var behavior = (field["behavior"].Text(), field["invert"].Flag(otherwise: false));
        if (behavior is not (("Isolated", false) or ("Removed", true)))
        {
            throw field["behavior"].Fault(
                $"is {field["behavior"].Shown()} with invert {field["invert"].Shown()}; supported is " +
                "Isolated without invert");
        }

        var pattern = field["pattern"]["Regex"].Text();
        return pattern switch
        {
            Gpt2Scanner.Pattern => new Gpt2Scanner(),
            _ when pattern == Gpt4Scanner.Llama3.Pattern => Gpt4Scanner.Llama3,
            _ when pattern == Gpt4Scanner.Qwen2.Pattern => Gpt4Scanner.Qwen2,
            _ => throw field["pattern"].Fault(
                $"is {field["pattern"].Shown()}; supported are the patterns of GPT-2, Llama 3 and Qwen 2"),
        };
    }

    private static void WriteScanner(Utf8JsonWriter json, PieceScanner scanner)
    {
        json.WriteStartObject();
        if (scanner is DigitScanner digits)
        {
            json.WriteString("type", "Digits");
            json.WriteBoolean("individual_digits", digits.IsEachAPiece);
        }
        else
        {
            json.WriteString("type", "Split");
            json.WriteStartObject("pattern");
            json.WriteString("Regex", scanner is Gpt4Scanner gpt4 ? gpt4.Pattern : Gpt2Scanner.Pattern);
            json.WriteEndObject();
            json.WriteString("behavior", "Isolated");
            json.WriteBoolean("invert", false);
        }

        json.WriteEndObject();
    }
}
