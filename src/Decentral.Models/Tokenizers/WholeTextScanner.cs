namespace Decentral.Models.Tokenizers;

/// <summary>Cuts nothing: the text is one piece.</summary>
internal sealed class WholeTextScanner : PieceScanner
{
    protected override int Scan(ReadOnlySpan<byte> text, bool isFinal) => isFinal ? text.Length : 0;
}
