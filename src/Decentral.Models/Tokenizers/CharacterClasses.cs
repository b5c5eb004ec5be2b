using System.Globalization;
using System.Text;

namespace Decentral.Models.Tokenizers;

/// <summary>Classifies the characters of UTF-8 text.</summary>
internal static class CharacterClasses
{
    private const int AsciiCount = 128;

    private static readonly CharacterClass[] OfAscii =
        [.. Enumerable.Range(0, AsciiCount).Select(value => Classify(new Rune(value)))];

    /// <summary>The class of the character at <paramref name="index"/>, and how many bytes it takes.</summary>
    public static CharacterClass At(ReadOnlySpan<byte> text, int index, out int length)
    {
        if (index >= text.Length)
        {
            length = 0;
            return CharacterClass.End;
        }

        var first = text[index];
        if (first < AsciiCount)
        {
            length = 1;
            return OfAscii[first];
        }

        // What is not UTF-8 decodes to U+FFFD, which is none of the other classes.
        Rune.DecodeFromUtf8(text[index..], out var rune, out length);
        return Classify(rune);
    }

    /// <summary>The index after all characters of this class from <paramref name="index"/> on.</summary>
    public static int SkipAll(CharacterClass wanted, ReadOnlySpan<byte> text, int index)
    {
        while (At(text, index, out var length) == wanted)
        {
            index += length;
        }

        return index;
    }

    public static bool IsWhiteSpace(this CharacterClass value) =>
        value is CharacterClass.Space or CharacterClass.NewLine;

    private static CharacterClass Classify(Rune rune)
    {
        if (rune.Value is '\r' or '\n')
        {
            return CharacterClass.NewLine;
        }

        if (Rune.IsWhiteSpace(rune))
        {
            return CharacterClass.Space;
        }

        var category = Rune.GetUnicodeCategory(rune);
        if (category <= UnicodeCategory.OtherLetter)
        {
            return CharacterClass.Letter;
        }

        return category is >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber
            ? CharacterClass.Number
            : CharacterClass.Other;
    }
}
