using static Decentral.Models.Tokenizers.CharacterClass;

namespace Decentral.Models.Tokenizers;

/// <summary>The pattern of GPT-2, which is also what ByteLevel's <c>use_regex</c> means.</summary>
internal sealed class Gpt2Scanner : ContractionScanner
{
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    protected override int Contraction(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'s' or (byte)'t' or (byte)'m' or (byte)'d', ..] => 1,
        [(byte)'r' or (byte)'v', (byte)'e', ..] or [(byte)'l', (byte)'l', ..] => 2,
        _ => 0,
    };

    protected override int ScanRun(ReadOnlySpan<byte> text, out int runEnd)
    {
        var start = text[0] == ' ' ? 1 : 0;
        var first = CharacterClasses.At(text, start, out _);
        return first is Letter or Number or Other
            ? runEnd = CharacterClasses.SkipAll(first, text, start)
            : WhiteSpace(text, out runEnd);
    }
}
