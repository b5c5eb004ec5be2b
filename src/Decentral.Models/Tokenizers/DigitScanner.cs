using static Decentral.Models.Tokenizers.CharacterClass;

namespace Decentral.Models.Tokenizers;

/// <summary>Parts numbers from other text, as Hugging Face's Digits does.</summary>
/// <param name="isEachAPiece">Whether every digit is a piece, or every run of them.</param>
internal sealed class DigitScanner(bool isEachAPiece) : PieceScanner
{
    public bool IsEachAPiece => isEachAPiece;

    protected override int Scan(ReadOnlySpan<byte> text, bool isFinal)
    {
        if (isEachAPiece && CharacterClasses.At(text, 0, out var length) == Number)
        {
            return length;
        }

        var isNumber = CharacterClasses.At(text, 0, out var end) == Number;
        while (CharacterClasses.At(text, end, out length) is not End and var kind && kind == Number == isNumber)
        {
            end += length;
        }

        return end == text.Length && !isFinal ? 0 : end;
    }
}
