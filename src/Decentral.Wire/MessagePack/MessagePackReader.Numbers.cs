using System.Buffers;

namespace Decentral.Wire.MessagePack;

public ref partial struct MessagePackReader
{
    /// <summary>Reads an integer of any format that fits.</summary>
    public int ReadInt32() => checked((int)ReadInt64());

    /// <summary>Reads an integer of any format that fits.</summary>
    public uint ReadUInt32() => checked((uint)ReadUInt64());

    /// <summary>Reads an integer of any format that fits.</summary>
    public long ReadInt64()
    {
        var bits = ReadInteger(out var isNegative);
        return isNegative ? unchecked((long)bits) : checked((long)bits);
    }

    /// <summary>Reads an integer of any format that fits.</summary>
    public ulong ReadUInt64()
    {
        var bits = ReadInteger(out var isNegative);
        return isNegative ? checked((ulong)unchecked((long)bits)) : bits;
    }

    /// <summary>Reads a number of any format; one of 64 bits, or an integer, is rounded.</summary>
    public float ReadSingle()
    {
        if (NextCode != MessagePackCode.Float32)
        {
            return (float)ReadDouble();
        }

        _reader.Advance(1);
        return BitConverter.UInt32BitsToSingle(Take32());
    }

    /// <summary>Reads a number of any format; an integer of more than 53 bits is rounded.</summary>
    public double ReadDouble()
    {
        switch (NextCode)
        {
            case MessagePackCode.Float32:
                return ReadSingle();
            case MessagePackCode.Float64:
                _reader.Advance(1);
                return BitConverter.UInt64BitsToDouble(Take64());
            default:
                var bits = ReadInteger(out var isNegative);
                return isNegative ? unchecked((long)bits) : bits;
        }
    }

    /// <summary>The 64 bits of an integer, which are two's complement where it is negative.</summary>
    private ulong ReadInteger(out bool isNegative)
    {
        var code = TakeByte();
        if (code == MessagePackCode.UInt64)
        {
            isNegative = false;
            return Take64();
        }

        var value = unchecked(code switch
        {
            <= MessagePackCode.MaxFixInt => code,
            >= MessagePackCode.MinNegativeFixInt => (sbyte)code,
            MessagePackCode.UInt8 => TakeByte(),
            MessagePackCode.UInt16 => Take16(),
            MessagePackCode.UInt32 => Take32(),
            MessagePackCode.Int8 => (sbyte)TakeByte(),
            MessagePackCode.Int16 => (short)Take16(),
            MessagePackCode.Int32 => (int)Take32(),
            MessagePackCode.Int64 => (long)Take64(),
            _ => throw Unexpected(code, "an integer"),
        });
        isNegative = value < 0;
        return unchecked((ulong)value);
    }

    private byte TakeByte() => _reader.TryRead(out var value) ? value : throw Truncated();

    private ushort Take16() => TryTake16(out var value) ? value : throw Truncated();

    private uint Take32() => TryTake32(out var value) ? value : throw Truncated();

    private ulong Take64() =>
        _reader.TryReadBigEndian(out long value) ? unchecked((ulong)value) : throw Truncated();

    private bool TryTake16(out ushort value)
    {
        var isThere = _reader.TryReadBigEndian(out short bits);
        value = unchecked((ushort)bits);
        return isThere;
    }

    private bool TryTake32(out uint value)
    {
        var isThere = _reader.TryReadBigEndian(out int bits);
        value = unchecked((uint)bits);
        return isThere;
    }
}
