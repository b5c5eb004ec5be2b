using System.Buffers;

namespace Decentral.Wire.Records;

/// <summary>
/// Reads what <see cref="MessageWriter"/> writes. Bytes that are not what is asked for give a <see
/// cref="WireFormatException"/> and no other, after which the reader is of no use; nothing is allocated but the texts,
/// byte arrays and references that are returned, and none of them before its length is known to be within the limits
/// and the bytes that are there.
/// </summary>
/// <remarks>Numbers are read without allocating. What is read in place is valid as long as the bytes are.</remarks>
public ref partial struct MessageReader
{
    private readonly IReferenceResolver _references;
    private readonly WireLimits _limits;
    private MessagePackReader _reader;
    private ReadingPlace _place = new(int.MaxValue, 0, 0);
    private int _depth;
    private string? _message;

    /// <summary>Reads from the first byte on.</summary>
    /// <param name="bytes">Read in place.</param>
    /// <param name="references">Makes references of addresses.</param>
    /// <param name="limits">What is refused.</param>
    public MessageReader(scoped in ReadOnlySequence<byte> bytes, IReferenceResolver references, WireLimits limits)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(limits);
        _references = references;
        _limits = limits;
        _reader = new MessagePackReader(bytes);
    }

    /// <summary>Reads from the first byte on.</summary>
    /// <param name="bytes">Read in place.</param>
    /// <param name="references">Makes references of addresses.</param>
    /// <param name="limits">What is refused.</param>
    public MessageReader(ReadOnlyMemory<byte> bytes, IReferenceResolver references, WireLimits limits)
        : this(new ReadOnlySequence<byte>(bytes), references, limits)
    {
    }

    /// <summary>Whether all bytes are read.</summary>
    public readonly bool End => _reader.End;

    /// <summary>Bytes read.</summary>
    public readonly long Consumed => _reader.Consumed;

    /// <summary>Begins a record, whose fields are read next, and which <see cref="EndRecord"/> ends.</summary>
    /// <param name="requiredFields">Fields that all its versions have.</param>
    public WireRecord BeginRecord(int requiredFields)
    {
        var count = ReadArrayHeader("a record");
        if (count < requiredFields)
        {
            throw Refuse($"a record of at least {requiredFields} fields", $"one of {count}");
        }

        if (_depth == _limits.MaxDepth)
        {
            throw Refuse($"at most {_limits.MaxDepth} records within one another", "one more");
        }

        var record = new WireRecord(count, ++_depth, _place);
        _place = new ReadingPlace(count, 0, 0);
        return record;
    }

    /// <summary>Ends a record, passing over the fields that were not read.</summary>
    public void EndRecord(WireRecord record)
    {
        if (record.Depth != _depth)
        {
            throw new InvalidOperationException(
                $"A record at depth {record.Depth} is ended where the innermost is at depth {_depth}.");
        }

        while (_place.HasNext)
        {
            Skip();
        }

        _depth--;
        _place = record.Outer;
    }

    /// <summary>Begins a list, whose elements are read next.</summary>
    /// <param name="max">Elements that the reader of the message takes; the limits hold besides.</param>
    /// <returns>Elements, for each of which there is at least one byte.</returns>
    public int ReadCount(int max = int.MaxValue)
    {
        var count = ReadArrayHeader("a list");
        max = Math.Min(max, _limits.MaxListElements);
        if (count > max)
        {
            throw Refuse($"a list of at most {max} elements", $"one of {count}");
        }

        _place = _place.WithList(count);
        return count;
    }

    /// <summary>Passes over a value that is no longer needed, with all that it holds.</summary>
    public void Skip()
    {
        Begin("a value");
        try
        {
            Skip(_limits.MaxDepth - _depth);
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw Refuse("a value", error);
        }
    }

    /// <summary>Passes over the next value if it says that there is none.</summary>
    public bool TryReadNil()
    {
        if (_reader.End || !_reader.IsNil)
        {
            return false;
        }

        Begin("nil");
        _reader.ReadNil();
        return true;
    }

    /// <summary>Names the message in errors, and holds its size against the limits.</summary>
    internal void BeginMessage(string manifest)
    {
        _message = manifest;
        var bytes = _reader.Sequence.Length - _reader.Consumed;
        if (bytes > _limits.MaxMessageBytes)
        {
            throw Refuse($"at most {_limits.MaxMessageBytes} bytes", $"{bytes}");
        }
    }

    /// <summary>Nothing may follow a message.</summary>
    internal readonly void EndMessage()
    {
        if (_depth > 0)
        {
            throw new InvalidOperationException(
                $"The format {_message} leaves {_depth} records open, and so would not pass over fields of newer writers.");
        }

        if (!_reader.End)
        {
            throw Refuse("the end", $"{_reader.Sequence.Length - _reader.Consumed} more bytes");
        }
    }

    private void Begin(string expected)
    {
        if (!_place.HasNext)
        {
            throw Refuse(
                $"{expected} in field {_place.FieldCount}", $"a record of {_place.FieldCount} fields");
        }

        _place = _place.Next();
    }

    private void Begin(MessagePackType type, string expected)
    {
        Begin(expected);
        if (_reader.End)
        {
            throw Refuse(expected, "the end");
        }

        var found = _reader.NextMessagePackType;
        if (found != type)
        {
            throw Refuse(expected, NameOf(found));
        }
    }

    private int ReadArrayHeader(string expected)
    {
        Begin(MessagePackType.Array, expected);
        try
        {
            return _reader.ReadArrayHeader();
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw Refuse(expected, error);
        }
    }

    /// <summary>Not the supplier's way of skipping, which need not be bounded.</summary>
    private void Skip(int levels)
    {
        var type = _reader.NextMessagePackType;
        if (type == MessagePackType.Unknown)
        {
            throw Refuse("a value", NameOf(type));
        }

        if (type is not (MessagePackType.Array or MessagePackType.Map))
        {
            _reader.Skip();
            return;
        }

        var values = type == MessagePackType.Array ? _reader.ReadArrayHeader() : 2L * _reader.ReadMapHeader();
        if (levels == 0)
        {
            throw Refuse($"at most {_limits.MaxDepth} arrays and maps within one another", "one more");
        }

        for (; values > 0; values--)
        {
            Skip(levels - 1);
        }
    }
}
