namespace Decentral.Models.Tokenizers;

/// <summary>The common part of the GPT patterns: English contractions ('s, 're …) and white space.</summary>
internal abstract class ContractionScanner : PieceScanner
{
    /// <summary>More bytes than any contraction takes.</summary>
    private const int LongestContraction = 4;

    protected sealed override int Scan(ReadOnlySpan<byte> text, bool isFinal)
    {
        if (text[0] == '\'')
        {
            if (!isFinal && text.Length < LongestContraction)
            {
                return 0;
            }

            var contraction = Contraction(text[1..]);
            if (contraction > 0)
            {
                return 1 + contraction;
            }
        }

        var end = ScanRun(text, out var runEnd);
        return runEnd == text.Length && !isFinal ? 0 : end;
    }

    /// <summary>
    /// The bytes of the contraction that <paramref name="text"/> begins with, its apostrophe left out.
    /// </summary>
    protected abstract int Contraction(ReadOnlySpan<byte> text);

    /// <summary>The end of the first piece, which is no contraction, if nothing follows the text.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="runEnd">
    /// The end of the run of like characters that decided: only if it is the end of the text, what follows the text
    /// could change the piece.
    /// </param>
    protected abstract int ScanRun(ReadOnlySpan<byte> text, out int runEnd);

    /// <summary>
    /// <c>\s+(?!\S)|\s+</c>: white space, but for the last character of it when something else follows that is not the
    /// only one.
    /// </summary>
    protected static int WhiteSpace(ReadOnlySpan<byte> text, out int runEnd)
    {
        var last = 0;
        runEnd = 0;
        while (CharacterClasses.At(text, runEnd, out var length).IsWhiteSpace())
        {
            last = runEnd;
            runEnd += length;
        }

        return runEnd == text.Length || last == 0 ? runEnd : last;
    }
}
