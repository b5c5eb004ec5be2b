using System.Buffers;
using System.Text;

namespace Decentral.Wire.MessagePack;

/// <summary>
/// Reads values in the MessagePack format (github.com/msgpack/msgpack, spec.md). This is the part of MessagePack-CSharp's
/// type of this name that is used, with its names and meanings. Lengths are held against the bytes that remain before
/// anything is allocated; what is read in place is valid as long as the bytes are.
/// </summary>
/// <remarks>
/// Every method throws <see cref="EndOfStreamException"/> where bytes are missing,
/// <see cref="MessagePackSerializationException"/> where the value is another than was asked for, and
/// <see cref="OverflowException"/> where an integer does not fit.
/// </remarks>
public ref partial struct MessagePackReader
{
    /// <summary>Arrays and maps within one another that <see cref="Skip()"/> follows.</summary>
    private const int MaxSkipDepth = 64;

    private SequenceReader<byte> _reader;

    /// <summary>Reads from the first byte on.</summary>
    public MessagePackReader(ReadOnlyMemory<byte> memory)
        : this(new ReadOnlySequence<byte>(memory))
    {
    }

    /// <summary>Reads from the first byte on.</summary>
    public MessagePackReader(scoped in ReadOnlySequence<byte> readOnlySequence) =>
        _reader = new SequenceReader<byte>(readOnlySequence);

    /// <summary>What is read from.</summary>
    public readonly ReadOnlySequence<byte> Sequence => _reader.Sequence;

    /// <summary>Where the next value begins.</summary>
    public readonly SequencePosition Position => _reader.Position;

    /// <summary>Bytes read.</summary>
    public readonly long Consumed => _reader.Consumed;

    /// <summary>Whether all bytes are read.</summary>
    public readonly bool End => _reader.End;

    /// <summary>The next value's first byte, which stays unread.</summary>
    public readonly byte NextCode => _reader.TryPeek(out var code) ? code : throw Truncated();

    /// <summary>The next value's kind.</summary>
    public readonly MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    /// <summary>Whether the next value is a nil, which stays unread.</summary>
    public readonly bool IsNil => NextCode == MessagePackCode.Nil;

    /// <summary>Reads a nil.</summary>
    public Nil ReadNil()
    {
        var code = TakeByte();
        return code == MessagePackCode.Nil ? Nil.Default : throw Unexpected(code, "nil");
    }

    /// <summary>Reads a nil if one is next.</summary>
    public bool TryReadNil()
    {
        if (!IsNil)
        {
            return false;
        }

        _reader.Advance(1);
        return true;
    }

    /// <summary>Reads true or false.</summary>
    public bool ReadBoolean() => TakeByte() switch
    {
        MessagePackCode.True => true,
        MessagePackCode.False => false,
        var code => throw Unexpected(code, "true or false"),
    };

    /// <summary>Reads the head of an array, for whose elements there are bytes enough.</summary>
    /// <returns>Elements that follow.</returns>
    public int ReadArrayHeader() => TryReadArrayHeader(out var count) ? count : throw Truncated();

    /// <summary>Reads the head of an array, if it is there with at least one byte for every element.</summary>
    /// <param name="count">Elements that follow.</param>
    /// <returns>False where bytes are missing; nothing is read then.</returns>
    public bool TryReadArrayHeader(out int count) => TryReadCount(
        "an array", MessagePackCode.MinFixArray, MessagePackCode.MaxFixArray, MessagePackCode.Array16, 1, out count);

    /// <summary>Reads the head of a map, for whose pairs there are bytes enough.</summary>
    /// <returns>Pairs that follow.</returns>
    public int ReadMapHeader() => TryReadMapHeader(out var count) ? count : throw Truncated();

    /// <summary>Reads the head of a map, if it is there with at least two bytes for every pair.</summary>
    /// <param name="count">Pairs that follow.</param>
    /// <returns>False where bytes are missing; nothing is read then.</returns>
    public bool TryReadMapHeader(out int count) => TryReadCount(
        "a map", MessagePackCode.MinFixMap, MessagePackCode.MaxFixMap, MessagePackCode.Map16, 2, out count);

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

    /// <summary>Reads the head of an extension, whose bytes are there.</summary>
    public ExtensionHeader ReadExtensionFormatHeader()
    {
        var code = TakeByte();
        uint length = code switch
        {
            MessagePackCode.FixExt1 => 1,
            MessagePackCode.FixExt2 => 2,
            MessagePackCode.FixExt4 => 4,
            MessagePackCode.FixExt8 => 8,
            MessagePackCode.FixExt16 => 16,
            _ => TakeLength(code, MessagePackCode.Ext8) ?? throw Unexpected(code, "an extension"),
        };
        var type = unchecked((sbyte)TakeByte());
        return length <= _reader.Remaining ? new ExtensionHeader(type, length) : throw Truncated();
    }

    /// <summary>Reads one value in place, with all that it holds.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        var start = Position;
        Skip();
        return Sequence.Slice(start, Position);
    }

    /// <summary>Reads bytes in place that a header announced.</summary>
    public ReadOnlySequence<byte> ReadRaw(long length) => TakeBytes(length);

    /// <summary>Passes over one value with all that it holds; refuses more than 64 arrays and maps within one another.</summary>
    public void Skip() => Skip(MaxSkipDepth);

    private void Skip(int levels)
    {
        switch (NextMessagePackType)
        {
            case MessagePackType.Array: SkipAll(ReadArrayHeader(), levels); break;
            case MessagePackType.Map: SkipAll(2L * ReadMapHeader(), levels); break;
            case MessagePackType.Integer: ReadInteger(out _); break;
            case MessagePackType.Float: ReadDouble(); break;
            case MessagePackType.Nil or MessagePackType.Boolean: _reader.Advance(1); break;
            case MessagePackType.String: TakeBytes(TakeStringLength()); break;
            case MessagePackType.Binary: ReadBytes(); break;
            case MessagePackType.Extension: TakeBytes(ReadExtensionFormatHeader().Length); break;
            case MessagePackType.Unknown:
            default: throw Unexpected(NextCode, "a value");
        }
    }

    private void SkipAll(long values, int levels)
    {
        if (levels == 0)
        {
            throw new MessagePackSerializationException(
                $"Byte {Consumed}: more than {MaxSkipDepth} arrays and maps lie within one another.");
        }

        for (; values > 0; values--)
        {
            Skip(levels - 1);
        }
    }

    private bool TryReadCount(string expected, byte min, byte max, byte codeOf16, int bytesEach, out int count)
    {
        var start = _reader.Consumed;
        count = 0;
        if (!_reader.TryRead(out var code))
        {
            return false;
        }

        uint claimed = 0;
        bool isWhole;
        if (code >= min && code <= max)
        {
            claimed = (uint)(code - min);
            isWhole = true;
        }
        else if (code == codeOf16)
        {
            isWhole = TryTake16(out var value);
            claimed = value;
        }
        else if (code == codeOf16 + 1)
        {
            isWhole = TryTake32(out claimed);
        }
        else
        {
            throw Unexpected(code, expected);
        }

        if (isWhole && (long)claimed * bytesEach <= _reader.Remaining)
        {
            count = (int)claimed;
            return true;
        }

        _reader.Rewind(_reader.Consumed - start);
        return false;
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

    private ReadOnlySequence<byte> TakeBytes(long length)
    {
        if (length > _reader.Remaining)
        {
            throw Truncated();
        }

        var bytes = _reader.Sequence.Slice(_reader.Position, length);
        _reader.Advance(length);
        return bytes;
    }

    private readonly EndOfStreamException Truncated() =>
        new($"The bytes end within a value, of which {_reader.Remaining} are left from byte {Consumed} on.");

    private readonly MessagePackSerializationException Unexpected(byte code, string expected) =>
        new($"Before byte {Consumed}: expected {expected}, found code 0x{code:X2}, {MessagePackCode.ToMessagePackType(code)}.");
}
