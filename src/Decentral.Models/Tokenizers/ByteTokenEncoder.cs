using System.Buffers;

namespace Decentral.Models.Tokenizers;

internal sealed class ByteTokenEncoder : TokenEncoder
{
    public override void Append(ReadOnlySpan<byte> text, IBufferWriter<int> tokens)
    {
        Span<int> destination = tokens.GetSpan(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            destination[i] = text[i];
        }

        tokens.Advance(text.Length);
    }

    public override void Finish(IBufferWriter<int> tokens)
    {
        // A byte never waits for the next.
    }
}
