namespace Decentral.Models.Tokenizers;

/// <summary>Cuts text into pieces; no token reaches from one piece into another.</summary>
internal abstract class PieceScanner
{
    /// <summary>
    /// How long a piece may be. The patterns of published tokenizers have no bound; a longer run of, say, letters is
    /// cut here, so that memory and time stay bounded whatever the text.
    /// </summary>
    public const int MaximumPieceBytes = 1 << 20;

    /// <summary>
    /// The length of the first piece of <paramref name="text"/>; 0 when that depends on what follows it.
    /// </summary>
    /// <param name="text">Not empty. Unless it is final, it does not end within a character.</param>
    /// <param name="isFinal">Whether nothing follows.</param>
    public int FirstPiece(ReadOnlySpan<byte> text, bool isFinal)
    {
        if (text.Length >= MaximumPieceBytes)
        {
            text = text[..WholeCharacters(text)];
            isFinal = true;
        }

        return Scan(text, isFinal);
    }

    /// <inheritdoc cref="FirstPiece"/>
    protected abstract int Scan(ReadOnlySpan<byte> text, bool isFinal);

    private static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        var end = MaximumPieceBytes;
        while (end > MaximumPieceBytes - 4 && end < text.Length && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
