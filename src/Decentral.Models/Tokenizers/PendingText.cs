namespace Decentral.Models.Tokenizers;

/// <summary>Text that has come in and is not yet cut into pieces.</summary>
internal sealed class PendingText
{
    /// <summary>Text from start to end; the byte before the start is free, for a space.</summary>
    private byte[] _bytes = new byte[1 << 12];
    private int _start = 1;
    private int _end = 1;
    private int _enough;

    /// <summary>The text, up to its last whole character unless it is final.</summary>
    public ReadOnlySpan<byte> Get(bool isFinal)
    {
        ReadOnlySpan<byte> text = _bytes.AsSpan(_start.._end);
        return isFinal ? text : text[..Utf8Text.LengthOfWholeCharacters(text)];
    }

    /// <summary>
    /// Adds text; false while there is less than twice what was left the last time, when looking at it again could be
    /// in vain: looking again and again at what only grows would be quadratic.
    /// </summary>
    public bool Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > _bytes.Length - _end)
        {
            Array.Resize(ref _bytes, checked(Math.Max(_end + text.Length, 2 * _bytes.Length)));
        }

        text.CopyTo(_bytes.AsSpan(_end));
        _end += text.Length;
        return _end - _start >= _enough;
    }

    /// <summary>
    /// Puts a space before the text, which must be at its beginning, or after something that was taken.
    /// </summary>
    public void PrependSpace() => _bytes[--_start] = (byte)' ';

    /// <summary>Removes bytes from the beginning.</summary>
    public void Take(int count) => _start += count;

    /// <summary>Makes room for more after what is left.</summary>
    public void Settle()
    {
        var left = _end - _start;
        _bytes.AsSpan(_start, left).CopyTo(_bytes.AsSpan(1));
        (_start, _end) = (1, 1 + left);
        _enough = 2 * left;
    }
}
