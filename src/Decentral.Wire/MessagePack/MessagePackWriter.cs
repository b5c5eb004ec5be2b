using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Decentral.Wire.MessagePack;

/// <summary>
/// Writes values in the MessagePack format (github.com/msgpack/msgpack, spec.md), each in its smallest form. This is the
/// part of MessagePack-CSharp's type of this name that is used, with its names and meanings.
/// </summary>
public ref partial struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _buffered;

    /// <summary>Writes to memory that the output lends; all of it is there after <see cref="Flush"/>.</summary>
    public MessagePackWriter(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _output = writer;
    }

    /// <summary>Gives the output what has been written.</summary>
    public void Flush()
    {
        if (_buffered > 0)
        {
            _output.Advance(_buffered);
        }

        _span = default;
        _buffered = 0;
    }

    /// <summary>Memory to write to by hand, followed by <see cref="Advance"/>.</summary>
    /// <param name="length">Bytes; at least so many are given.</param>
    public Span<byte> GetSpan(int length)
    {
        if (_span.Length - _buffered < length)
        {
            Flush();
            _span = _output.GetSpan(length);
        }

        return _span[_buffered..];
    }

    /// <summary>Counts bytes as written that went to <see cref="GetSpan"/>.</summary>
    public void Advance(int length) => _buffered += length;

    /// <summary>Writes a nil.</summary>
    public void WriteNil() => WriteCode(MessagePackCode.Nil);

    /// <summary>Writes true or false.</summary>
    public void Write(bool value) => WriteCode(value ? MessagePackCode.True : MessagePackCode.False);

    /// <summary>Begins an array, whose elements follow.</summary>
    /// <param name="count">Elements; not negative.</param>
    public void WriteArrayHeader(int count) => WriteArrayHeader(checked((uint)count));

    /// <summary>Begins an array, whose elements follow.</summary>
    /// <param name="count">Elements.</param>
    public void WriteArrayHeader(uint count)
    {
        if (count <= MessagePackCode.MaxFixArray - MessagePackCode.MinFixArray)
        {
            WriteCode((byte)(MessagePackCode.MinFixArray + count));
        }
        else if (count <= ushort.MaxValue)
        {
            Write16(MessagePackCode.Array16, (ushort)count);
        }
        else
        {
            Write32(MessagePackCode.Array32, count);
        }
    }

    /// <summary>Begins a map, whose keys and values follow in turn.</summary>
    /// <param name="count">Pairs; not negative.</param>
    public void WriteMapHeader(int count) => WriteMapHeader(checked((uint)count));

    /// <summary>Begins a map, whose keys and values follow in turn.</summary>
    /// <param name="count">Pairs.</param>
    public void WriteMapHeader(uint count)
    {
        if (count <= MessagePackCode.MaxFixMap - MessagePackCode.MinFixMap)
        {
            WriteCode((byte)(MessagePackCode.MinFixMap + count));
        }
        else if (count <= ushort.MaxValue)
        {
            Write16(MessagePackCode.Map16, (ushort)count);
        }
        else
        {
            Write32(MessagePackCode.Map32, count);
        }
    }

    /// <summary>Writes text, or a nil. Half a surrogate pair is written as the replacement character.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        var byteCount = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(byteCount);
        Advance(Encoding.UTF8.GetBytes(value, GetSpan(byteCount)));
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public void WriteString(scoped ReadOnlySpan<byte> utf8stringBytes)
    {
        WriteStringHeader(utf8stringBytes.Length);
        WriteRaw(utf8stringBytes);
    }

    /// <summary>Begins text, whose bytes follow.</summary>
    /// <param name="byteCount">Bytes in UTF-8; not negative.</param>
    public void WriteStringHeader(int byteCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteCount);
        if (byteCount <= MessagePackCode.MaxFixStr - MessagePackCode.MinFixStr)
        {
            WriteCode((byte)(MessagePackCode.MinFixStr + byteCount));
        }
        else
        {
            WriteLength(MessagePackCode.Str8, (uint)byteCount);
        }
    }

    /// <summary>Writes bytes as a value.</summary>
    public void Write(scoped ReadOnlySpan<byte> src)
    {
        WriteBinHeader(src.Length);
        WriteRaw(src);
    }

    /// <summary>Begins a value of bytes, which follow.</summary>
    /// <param name="length">Bytes; not negative.</param>
    public void WriteBinHeader(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        WriteLength(MessagePackCode.Bin8, (uint)length);
    }

    /// <summary>Begins an extension, whose bytes follow.</summary>
    public void WriteExtensionFormatHeader(ExtensionHeader extensionHeader)
    {
        var length = extensionHeader.Length;
        switch (length)
        {
            case 1: WriteCode(MessagePackCode.FixExt1); break;
            case 2: WriteCode(MessagePackCode.FixExt2); break;
            case 4: WriteCode(MessagePackCode.FixExt4); break;
            case 8: WriteCode(MessagePackCode.FixExt8); break;
            case 16: WriteCode(MessagePackCode.FixExt16); break;
            default: WriteLength(MessagePackCode.Ext8, length); break;
        }

        WriteCode(unchecked((byte)extensionHeader.TypeCode));
    }

    /// <summary>Copies bytes that are in the format already, or that a header announced.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> rawMessagePackBlock)
    {
        while (rawMessagePackBlock.Length > 0)
        {
            var span = GetSpan(1);
            var count = Math.Min(span.Length, rawMessagePackBlock.Length);
            rawMessagePackBlock[..count].CopyTo(span);
            Advance(count);
            rawMessagePackBlock = rawMessagePackBlock[count..];
        }
    }

    /// <summary>A length in one, two or four bytes, whose codes follow one another.</summary>
    private void WriteLength(byte codeOf8, uint length)
    {
        if (length <= byte.MaxValue)
        {
            Write8(codeOf8, (byte)length);
        }
        else if (length <= ushort.MaxValue)
        {
            Write16((byte)(codeOf8 + 1), (ushort)length);
        }
        else
        {
            Write32((byte)(codeOf8 + 2), length);
        }
    }

    private void WriteCode(byte code)
    {
        GetSpan(1)[0] = code;
        Advance(1);
    }

    private void Write8(byte code, byte value)
    {
        var span = GetSpan(1 + sizeof(byte));
        span[1] = value;
        span[0] = code;
        Advance(1 + sizeof(byte));
    }

    private void Write16(byte code, ushort value)
    {
        var span = GetSpan(1 + sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(span[1..], value);
        span[0] = code;
        Advance(1 + sizeof(ushort));
    }

    private void Write32(byte code, uint value)
    {
        var span = GetSpan(1 + sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], value);
        span[0] = code;
        Advance(1 + sizeof(uint));
    }

    private void Write64(byte code, ulong value)
    {
        var span = GetSpan(1 + sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
        span[0] = code;
        Advance(1 + sizeof(ulong));
    }
}
