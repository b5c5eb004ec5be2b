using System.Buffers;
using System.Text;

namespace Decentral.Wire.MessagePack;

public ref partial struct MessagePackReader
{
    /// <summary>Reads text, or a nil. What is not UTF-8 becomes the replacement character.</summary>
    public string? ReadString()
    {
        if (TryReadNil())
        {
            return null;
        }

        if (TryReadStringSpan(out var utf8))
        {
            return Encoding.UTF8.GetString(utf8);
        }

        return Encoding.UTF8.GetString(TakeBytes(TakeStringLength()));
    }

    /// <summary>Reads text in place, or a nil.</summary>
    public ReadOnlySequence<byte>? ReadStringSequence() => TryReadNil() ? null : TakeBytes(TakeStringLength());

    /// <summary>Reads text in place if its bytes lie together.</summary>
    /// <param name="span">Its bytes in UTF-8.</param>
    /// <returns>False for a nil, and for text that is spread over segments; nothing is read then.</returns>
    public bool TryReadStringSpan(out ReadOnlySpan<byte> span)
    {
        var start = _reader.Consumed;
        if (!IsNil)
        {
            var length = TakeStringLength();
            if (length <= _reader.UnreadSpan.Length)
            {
                span = _reader.UnreadSpan[..(int)length];
                _reader.Advance(length);
                return true;
            }

            _reader.Rewind(_reader.Consumed - start);
        }

        span = default;
        return false;
    }

    /// <summary>Reads bytes in place, or a nil.</summary>
    public ReadOnlySequence<byte>? ReadBytes()
    {
        if (TryReadNil())
        {
            return null;
        }

        var code = TakeByte();
        return TakeBytes(TakeLength(code, MessagePackCode.Bin8) ?? throw Unexpected(code, "bytes"));
    }

    private long TakeStringLength()
    {
        var code = TakeByte();
        return code is >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr
            ? code - MessagePackCode.MinFixStr
            : TakeLength(code, MessagePackCode.Str8) ?? throw Unexpected(code, "text");
    }

    /// <summary>A length in one, two or four bytes, whose codes follow one another; null for any other code.</summary>
    private uint? TakeLength(byte code, byte codeOf8) => (code - codeOf8) switch
    {
        0 => TakeByte(),
        1 => Take16(),
        2 => Take32(),
        _ => null,
    };
}
