using System.Buffers;

namespace Decentral.Models.Tokenizers;

/// <summary>Every byte is a token, 0 to 255; optionally token 256 ends a document.</summary>
/// <param name="hasEndOfText">Whether there is a token 256. No text encodes to it.</param>
public sealed class ByteTokenizer(bool hasEndOfText = false) : Tokenizer
{
    private const int ByteCount = 256;

    /// <inheritdoc/>
    public override int VocabularySize => hasEndOfText ? ByteCount + 1 : ByteCount;

    /// <inheritdoc/>
    public override int? EndOfText => hasEndOfText ? ByteCount : null;

    /// <inheritdoc/>
    public override string Fingerprint => hasEndOfText ? "bytes+end" : "bytes";

    /// <inheritdoc/>
    public override TokenEncoder CreateEncoder() => new ByteTokenEncoder();

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<int> tokens, IBufferWriter<byte> text)
    {
        Span<byte> bytes = text.GetSpan(tokens.Length);
        var count = 0;
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)VocabularySize)
            {
                throw new ArgumentOutOfRangeException(nameof(tokens), token, NoSuchToken(token));
            }

            if (token < ByteCount)
            {
                bytes[count++] = (byte)token;
            }
        }

        text.Advance(count);
    }
}
