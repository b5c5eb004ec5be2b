using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>Passes text on until a number of bytes is reached, never a part of a character at the end.</summary>
internal sealed class LimitedSink(ITextSink inner, long maximumBytes) : ITextSink
{
    private long _left = maximumBytes;

    public bool IsFull => _left == 0 || inner.IsFull;

    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.Length <= _left)
        {
            inner.Append(text);
            _left -= text.Length;
            return;
        }

        ReadOnlySpan<byte> part = text[..(int)_left];
        inner.Append(part[..Utf8Text.LengthOfWholeCharacters(part)]);
        _left = 0;
    }

    public void EndDocument() => inner.EndDocument();
}
