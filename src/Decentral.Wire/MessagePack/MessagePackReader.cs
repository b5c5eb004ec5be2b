using System.Buffers;

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

    /// <summary>Reads one value in place, with all that it holds.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        var start = Position;
        Skip();
        return Sequence.Slice(start, Position);
    }

    /// <summary>Reads bytes in place that a header announced.</summary>
    public ReadOnlySequence<byte> ReadRaw(long length) => TakeBytes(length);

    /// <summary>
    /// Passes over one value with all that it holds; refuses more than 64 arrays and maps within one another.
    /// </summary>
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

    private readonly MessagePackSerializationException Unexpected(byte code, string expected)
    {
        var type = MessagePackCode.ToMessagePackType(code);
        return new($"Before byte {Consumed}: expected {expected}, found code 0x{code:X2}, {type}.");
    }
}
