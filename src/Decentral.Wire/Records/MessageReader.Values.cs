using System.Buffers;
using System.Text;
using Decentral.Actors;

namespace Decentral.Wire.Records;

public ref partial struct MessageReader
{
    /// <summary>Refuses what is not UTF-8, so that no two messages have the same text of different bytes.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads true or false.</summary>
    public bool ReadBoolean()
    {
        Begin(MessagePackType.Boolean, "true or false");
        return _reader.ReadBoolean();
    }

    /// <summary>Reads an integer of 32 bits.</summary>
    public int ReadInt32()
    {
        var value = ReadInt64();
        return (int)value == value ? (int)value : throw Refuse("an integer of 32 bits", $"{value}");
    }

    /// <summary>Reads an integer.</summary>
    public long ReadInt64()
    {
        Begin(MessagePackType.Integer, "an integer");
        try
        {
            return _reader.ReadInt64();
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw Refuse("an integer of 64 bits", error);
        }
    }

    /// <summary>Reads an integer that is not negative.</summary>
    public ulong ReadUInt64()
    {
        Begin(MessagePackType.Integer, "an integer");
        try
        {
            return _reader.ReadUInt64();
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw Refuse("an integer of 64 bits that is not negative", error);
        }
    }

    /// <summary>Reads a number of 32 bits, with the very bits that were written.</summary>
    public float ReadSingle()
    {
        Begin(MessagePackType.Float, "a floating-point number");
        if (_reader.NextCode != MessagePackCode.Float32)
        {
            throw Refuse("a floating-point number of 32 bits", "one of 64");
        }

        try
        {
            return _reader.ReadSingle();
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw Refuse("a floating-point number", error);
        }
    }

    /// <summary>Reads a number of 64 bits, or of 32, as which an older version may have written it.</summary>
    public double ReadDouble()
    {
        Begin(MessagePackType.Float, "a floating-point number");
        try
        {
            return _reader.ReadDouble();
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw Refuse("a floating-point number", error);
        }
    }

    /// <summary>Reads text.</summary>
    public string ReadString()
    {
        var utf8 = ReadUtf8();
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException error)
        {
            throw Refuse("text in UTF-8", "bytes that are none", error);
        }
    }

    /// <summary>Reads bytes in place.</summary>
    public ReadOnlySequence<byte> ReadBytes()
    {
        Begin(MessagePackType.Binary, "bytes");
        try
        {
            return _reader.ReadBytes().GetValueOrDefault();
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw Refuse("bytes", error);
        }
    }

    /// <summary>Reads exactly as many bytes as the destination holds.</summary>
    public void ReadBytes(scoped Span<byte> destination)
    {
        var bytes = ReadBytes();
        if (bytes.Length != destination.Length)
        {
            throw Refuse($"{destination.Length} bytes", $"{bytes.Length}");
        }

        bytes.CopyTo(destination);
    }

    /// <summary>Reads a copy of bytes.</summary>
    /// <param name="maxBytes">The most that the reader of the message takes.</param>
    public byte[] ReadByteArray(int maxBytes)
    {
        var bytes = ReadBytes();
        return bytes.Length <= maxBytes
            ? bytes.ToArray()
            : throw Refuse($"at most {maxBytes} bytes", $"{bytes.Length}");
    }

    /// <summary>Reads a value that the enum defines.</summary>
    public TEnum ReadEnum<TEnum>()
        where TEnum : struct, Enum
    {
        var number = ReadInt64();
        return EnumValues<TEnum>.ByNumber.TryGetValue(number, out var value)
            ? value
            : throw Refuse($"a value of {typeof(TEnum).Name}", $"{number}");
    }

    /// <summary>Reads a node's name.</summary>
    public NodeId ReadNodeId() => new(ReadString());

    /// <summary>Reads an address.</summary>
    public ActorAddress ReadActorAddress()
    {
        var record = BeginRecord(3);
        var address = new ActorAddress(ReadNodeId(), ReadString(), ReadInt64());
        EndRecord(record);
        return address;
    }

    /// <summary>Reads a reference through the resolver, or <see cref="ActorRef.None"/> where there is no value.</summary>
    public ActorRef ReadActorRef() => TryReadNil() ? ActorRef.None : _references.Resolve(ReadActorAddress());

    /// <summary>Reads text in place, which need not be UTF-8.</summary>
    internal ReadOnlySequence<byte> ReadUtf8()
    {
        Begin(MessagePackType.String, "text");
        try
        {
            var utf8 = _reader.ReadStringSequence().GetValueOrDefault();
            return utf8.Length <= _limits.MaxTextBytes
                ? utf8
                : throw Refuse($"text of at most {_limits.MaxTextBytes} bytes", $"one of {utf8.Length}");
        }
        catch (Exception error) when (IsOfTheBytes(error))
        {
            throw Refuse("text", error);
        }
    }
}
