using System.Collections.Immutable;

namespace Decentral.Models.Tokenizers;

/// <summary>How text is cut into pieces before merging.</summary>
/// <param name="Scanners">At least one; each cuts the pieces of the one before it.</param>
/// <param name="AddsPrefixSpace">Whether text that does not begin with a space gets one.</param>
internal sealed record PreTokenizer(ImmutableArray<PieceScanner> Scanners, bool AddsPrefixSpace)
{
    public static PreTokenizer Gpt2 { get; } = new([new Gpt2Scanner()], AddsPrefixSpace: false);

    /// <summary>Gives the pieces of <paramref name="text"/> in order, as far as they are sure.</summary>
    /// <param name="text">Unless it is final, it does not end within a character.</param>
    /// <param name="isFinal">Whether nothing follows.</param>
    /// <param name="taker">Takes each piece.</param>
    /// <returns>How many bytes the pieces took.</returns>
    public int Split<TTaker>(ReadOnlySpan<byte> text, bool isFinal, ref TTaker taker)
        where TTaker : struct, IPieceTaker, allows ref struct => Split(0, text, isFinal, ref taker);

    private int Split<TTaker>(int stage, ReadOnlySpan<byte> text, bool isFinal, ref TTaker taker)
        where TTaker : struct, IPieceTaker, allows ref struct
    {
        var taken = 0;
        while (taken < text.Length)
        {
            var length = Scanners[stage].FirstPiece(text[taken..], isFinal);
            if (length == 0)
            {
                break;
            }

            var piece = text.Slice(taken, length);
            if (stage + 1 == Scanners.Length)
            {
                taker.Take(piece);
            }
            else
            {
                Split(stage + 1, piece, isFinal: true, ref taker);
            }

            taken += length;
        }

        return taken;
    }
}
