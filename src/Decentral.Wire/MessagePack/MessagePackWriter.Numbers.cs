namespace Decentral.Wire.MessagePack;

public ref partial struct MessagePackWriter
{
    private const int MinNegativeFixInt = -32;

    /// <summary>Writes an integer in the fewest bytes.</summary>
    public void Write(byte value) => Write((ulong)value);

    /// <summary>Writes an integer in the fewest bytes.</summary>
    public void Write(sbyte value) => Write((long)value);

    /// <summary>Writes an integer in the fewest bytes.</summary>
    public void Write(ushort value) => Write((ulong)value);

    /// <summary>Writes an integer in the fewest bytes.</summary>
    public void Write(short value) => Write((long)value);

    /// <summary>Writes an integer in the fewest bytes.</summary>
    public void Write(uint value) => Write((ulong)value);

    /// <summary>Writes an integer in the fewest bytes.</summary>
    public void Write(int value) => Write((long)value);

    /// <summary>Writes an integer in the fewest bytes.</summary>
    public void Write(ulong value)
    {
        switch (value)
        {
            case <= MessagePackCode.MaxFixInt: WriteCode((byte)value); break;
            case <= byte.MaxValue: Write8(MessagePackCode.UInt8, (byte)value); break;
            case <= ushort.MaxValue: Write16(MessagePackCode.UInt16, (ushort)value); break;
            case <= uint.MaxValue: Write32(MessagePackCode.UInt32, (uint)value); break;
            default: Write64(MessagePackCode.UInt64, value); break;
        }
    }

    /// <summary>Writes an integer in the fewest bytes: unsigned unless it is negative.</summary>
    public void Write(long value)
    {
        switch (value)
        {
            case >= 0: Write((ulong)value); break;
            case >= MinNegativeFixInt: WriteCode(unchecked((byte)value)); break;
            case >= sbyte.MinValue: Write8(MessagePackCode.Int8, unchecked((byte)value)); break;
            case >= short.MinValue: Write16(MessagePackCode.Int16, unchecked((ushort)value)); break;
            case >= int.MinValue: Write32(MessagePackCode.Int32, unchecked((uint)value)); break;
            default: Write64(MessagePackCode.Int64, unchecked((ulong)value)); break;
        }
    }

    /// <summary>Writes all 32 bits.</summary>
    public void Write(float value) => Write32(MessagePackCode.Float32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Writes all 64 bits.</summary>
    public void Write(double value) => Write64(MessagePackCode.Float64, BitConverter.DoubleToUInt64Bits(value));
}
