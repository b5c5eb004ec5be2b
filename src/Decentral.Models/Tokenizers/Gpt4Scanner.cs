using static Decentral.Models.Tokenizers.CharacterClass;

namespace Decentral.Models.Tokenizers;

/// <summary>The pattern of GPT-4's cl100k, in two variants that differ in how many digits make a piece.</summary>
internal sealed class Gpt4Scanner : ContractionScanner
{
    private const string BeforeDigits = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string AfterDigits = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private readonly int _maximumDigits;

    private Gpt4Scanner(string digits, int maximumDigits)
    {
        Pattern = BeforeDigits + digits + AfterDigits;
        _maximumDigits = maximumDigits;
    }

    /// <summary>As Llama 3 uses it, with up to three digits.</summary>
    public static Gpt4Scanner Llama3 { get; } = new(@"\p{N}{1,3}", maximumDigits: 3);

    /// <summary>As Qwen 2 uses it, with single digits.</summary>
    public static Gpt4Scanner Qwen2 { get; } = new(@"\p{N}", maximumDigits: 1);

    public string Pattern { get; }

    protected override int Contraction(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'s' or (byte)'t' or (byte)'m' or (byte)'d' or (byte)'S' or (byte)'T' or (byte)'M' or (byte)'D', ..] => 1,
        [(byte)'r' or (byte)'R' or (byte)'v' or (byte)'V', (byte)'e' or (byte)'E', ..] => 2,
        [(byte)'l' or (byte)'L', (byte)'l' or (byte)'L', ..] => 2,
        [0xC5, 0xBF, ..] => 2, // U+017F, the long s: without regard to case it is an s
        _ => 0,
    };

    protected override int ScanRun(ReadOnlySpan<byte> text, out int runEnd)
    {
        var first = CharacterClasses.At(text, 0, out var length);
        var second = CharacterClasses.At(text, length, out _);
        if (first == Letter || (second == Letter && first is Other or Space))
        {
            return runEnd = CharacterClasses.SkipAll(Letter, text, length);
        }

        if (first == Number)
        {
            return runEnd = Digits(text);
        }

        if (first == Other || (text[0] == ' ' && second == Other))
        {
            return runEnd = Punctuation(text, length);
        }

        return WhiteSpaceAndLineEnds(text, out runEnd);
    }

    private int Digits(ReadOnlySpan<byte> text)
    {
        var end = 0;
        for (var count = 0; count < _maximumDigits && CharacterClasses.At(text, end, out var length) == Number; count++)
        {
            end += length;
        }

        return end;
    }

    /// <summary><c>[^\s\p{L}\p{N}]+[\r\n]*</c>.</summary>
    private static int Punctuation(ReadOnlySpan<byte> text, int start) =>
        CharacterClasses.SkipAll(NewLine, text, CharacterClasses.SkipAll(Other, text, start));

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>: up to and with the last line end, if there is one.</summary>
    private static int WhiteSpaceAndLineEnds(ReadOnlySpan<byte> text, out int runEnd)
    {
        var end = WhiteSpace(text, out runEnd);
        var lineEnd = text[..runEnd].LastIndexOfAny((byte)'\r', (byte)'\n');
        return lineEnd >= 0 ? lineEnd + 1 : end;
    }
}
