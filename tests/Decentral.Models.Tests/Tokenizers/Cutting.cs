using System.Buffers;
using Decentral.Models.Tokenizers;

namespace Decentral.Models.Tests.Tokenizers;

/// <summary>Encodes text in pieces.</summary>
internal static class Cutting
{
    /// <summary>The tokens of a text that comes in pieces of the given lengths, again and again.</summary>
    public static int[] EncodeInPieces(this TokenEncoder encoder, ReadOnlySpan<byte> text, int[] cuts)
    {
        var tokens = new ArrayBufferWriter<int>();
        for (var i = 0; !text.IsEmpty; i++)
        {
            var length = Math.Min(cuts[i % cuts.Length], text.Length);
            encoder.Append(text[..length], tokens);
            text = text[length..];
        }

        encoder.Finish(tokens);
        return tokens.WrittenSpan.ToArray();
    }
}
