using System.Buffers;
using System.Text;

namespace Decentral.Wire.Tests.MessagePack;

/// <summary>The bytes of every format, from the specification (github.com/msgpack/msgpack, spec.md).</summary>
public sealed class FormatTests
{
    private delegate void Writing(ref MessagePackWriter writer);

    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "CC80")]
    [InlineData(255, "CCFF")]
    [InlineData(256, "CD0100")]
    [InlineData(65_535, "CDFFFF")]
    [InlineData(65_536, "CE00010000")]
    [InlineData(4_294_967_295, "CEFFFFFFFF")]
    [InlineData(4_294_967_296, "CF0000000100000000")]
    [InlineData(long.MaxValue, "CF7FFFFFFFFFFFFFFF")]
    [InlineData(-1, "FF")]
    [InlineData(-32, "E0")]
    [InlineData(-33, "D0DF")]
    [InlineData(-128, "D080")]
    [InlineData(-129, "D1FF7F")]
    [InlineData(-32_768, "D18000")]
    [InlineData(-32_769, "D2FFFF7FFF")]
    [InlineData(int.MinValue, "D280000000")]
    [InlineData(int.MinValue - 1L, "D3FFFFFFFF7FFFFFFF")]
    [InlineData(long.MinValue, "D38000000000000000")]
    public void Write_Integer_IsTheSmallestFormat(long value, string hex)
    {
        AssertWritten(hex, (ref writer) => writer.Write(value));
        AssertIf(value == (sbyte)value, hex, (ref writer) => writer.Write((sbyte)value));
        AssertIf(value == (byte)value, hex, (ref writer) => writer.Write((byte)value));
        AssertIf(value == (short)value, hex, (ref writer) => writer.Write((short)value));
        AssertIf(value == (ushort)value, hex, (ref writer) => writer.Write((ushort)value));
        AssertIf(value == (int)value, hex, (ref writer) => writer.Write((int)value));
        AssertIf(value == (uint)value, hex, (ref writer) => writer.Write((uint)value));
        AssertIf(value >= 0, hex, (ref writer) => writer.Write((ulong)value));
        Assert.Equal(value, Of(hex).ReadInt64());
        AssertSkipped(hex);
    }

    [Fact]
    public void Write_GreatestInteger_IsUnsigned()
    {
        AssertWritten("CFFFFFFFFFFFFFFFFF", (ref writer) => writer.Write(ulong.MaxValue));
        Assert.Equal(ulong.MaxValue, Of("CFFFFFFFFFFFFFFFFF").ReadUInt64());
    }

    [Theory]
    [InlineData("05", 5)]
    [InlineData("CC05", 5)]
    [InlineData("CD0005", 5)]
    [InlineData("CE00000005", 5)]
    [InlineData("CF0000000000000005", 5)]
    [InlineData("D005", 5)]
    [InlineData("D10005", 5)]
    [InlineData("D200000005", 5)]
    [InlineData("D30000000000000005", 5)]
    [InlineData("FB", -5)]
    [InlineData("D0FB", -5)]
    [InlineData("D1FFFB", -5)]
    [InlineData("D2FFFFFFFB", -5)]
    [InlineData("D3FFFFFFFFFFFFFFFB", -5)]
    public void ReadInteger_AnyFormatThatFits_GivesTheNumber(string hex, int value)
    {
        Assert.Equal(value, Of(hex).ReadInt32());
        Assert.Equal(value, Of(hex).ReadInt64());
        Assert.Equal(value, Of(hex).ReadDouble());
        Assert.Equal(value, Of(hex).ReadSingle());
        if (value >= 0)
        {
            Assert.Equal((uint)value, Of(hex).ReadUInt32());
            Assert.Equal((ulong)value, Of(hex).ReadUInt64());
        }
    }

    [Fact]
    public void ReadInteger_OneThatDoesNotFit_Overflows()
    {
        Assert.Throws<OverflowException>(() => Of("CE80000000").ReadInt32());
        Assert.Throws<OverflowException>(() => Of("D2FFFFFFFF").ReadUInt32());
        Assert.Throws<OverflowException>(() => Of("CF0000000100000000").ReadUInt32());
        Assert.Throws<OverflowException>(() => Of("CF8000000000000000").ReadInt64());
        Assert.Throws<OverflowException>(() => Of("FF").ReadUInt64());
    }

    [Theory]
    [InlineData(1.5f, "CA3FC00000")]
    [InlineData(-0f, "CA80000000")]
    [InlineData(float.MaxValue, "CA7F7FFFFF")]
    [InlineData(float.NegativeInfinity, "CAFF800000")]
    public void Write_Single_IsAlways32Bits(float value, string hex)
    {
        AssertWritten(hex, (ref writer) => writer.Write(value));
        Assert.Equal(value, Of(hex).ReadSingle());
        Assert.Equal(value, Of(hex).ReadDouble());
        AssertSkipped(hex);
    }

    [Theory]
    [InlineData(1.5, "CB3FF8000000000000")]
    [InlineData(-0.0, "CB8000000000000000")]
    [InlineData(double.Epsilon, "CB0000000000000001")]
    [InlineData(double.PositiveInfinity, "CB7FF0000000000000")]
    public void Write_Double_IsAlways64Bits(double value, string hex)
    {
        AssertWritten(hex, (ref writer) => writer.Write(value));
        Assert.Equal(value, Of(hex).ReadDouble());
        Assert.Equal((float)value, Of(hex).ReadSingle());
        AssertSkipped(hex);
    }

    [Fact]
    public void Read_SignallingNaNOf32Bits_KeepsItsBits() => Assert.Equal(
        0x7F800001u, BitConverter.SingleToUInt32Bits(Of("CA7F800001").ReadSingle()));

    [Fact]
    public void Write_NilAndTruth_AreOneByte()
    {
        AssertWritten("C0", (ref writer) => writer.WriteNil());
        AssertWritten("C0", (ref writer) => writer.Write((string?)null));
        AssertWritten("C2", (ref writer) => writer.Write(false));
        AssertWritten("C3", (ref writer) => writer.Write(true));
        Assert.Equal(Nil.Default, Of("C0").ReadNil());
        Assert.True(Of("C0").TryReadNil());
        Assert.False(Of("C3").TryReadNil());
        Assert.False(Of("C2").ReadBoolean());
        Assert.True(Of("C3").ReadBoolean());
        AssertSkipped("C0");
        AssertSkipped("C2");
        AssertSkipped("C3");
    }

    [Theory]
    [InlineData(0, "A0")]
    [InlineData(31, "BF")]
    [InlineData(32, "D920")]
    [InlineData(255, "D9FF")]
    [InlineData(256, "DA0100")]
    [InlineData(65_535, "DAFFFF")]
    [InlineData(65_536, "DB00010000")]
    public void Write_Text_BeginsWithItsLength(int length, string header)
    {
        var text = new string('a', length);
        var utf8 = Encoding.UTF8.GetBytes(text);
        var hex = header + Convert.ToHexString(utf8);

        AssertWritten(hex, (ref writer) => writer.Write(text));
        AssertWritten(hex, (ref writer) => writer.WriteString(utf8));
        Assert.Equal(text, Of(hex).ReadString());
        Assert.Equal(utf8, Of(hex).ReadStringSequence()!.Value.ToArray());
        Assert.True(Of(hex).TryReadStringSpan(out var span));
        Assert.Equal(utf8, span.ToArray());
        AssertSkipped(hex);
    }

    [Fact]
    public void Write_TextOfAllLengthsOfLetters_IsUtf8()
    {
        AssertWritten("AA61C3A9E282ACF09F9880", (ref writer) => writer.Write("aé€😀"));
        Assert.Equal("aé€😀", Of("AA61C3A9E282ACF09F9880").ReadString());
        AssertWritten("A3EFBFBD", (ref writer) => writer.Write("\uD83D"));
    }

    [Theory]
    [InlineData(0, "C400")]
    [InlineData(255, "C4FF")]
    [InlineData(256, "C50100")]
    [InlineData(65_535, "C5FFFF")]
    [InlineData(65_536, "C600010000")]
    public void Write_Bytes_BeginWithTheirLength(int length, string header)
    {
        var bytes = new byte[length];
        Array.Fill<byte>(bytes, 0xC1);
        var hex = header + Convert.ToHexString(bytes);

        AssertWritten(hex, (ref writer) => writer.Write(bytes.AsSpan()));
        Assert.Equal(bytes, Of(hex).ReadBytes()!.Value.ToArray());
        AssertSkipped(hex);
    }

    [Theory]
    [InlineData(0, "90")]
    [InlineData(15, "9F")]
    [InlineData(16, "DC0010")]
    [InlineData(65_535, "DCFFFF")]
    [InlineData(65_536, "DD00010000")]
    public void WriteArrayHeader_Count_IsTheSmallestFormat(int count, string header)
    {
        var hex = header + string.Concat(Enumerable.Repeat("C0", count));

        AssertWritten(header, (ref writer) => writer.WriteArrayHeader(count));
        Assert.Equal(count, Of(hex).ReadArrayHeader());
        Assert.True(Of(hex).TryReadArrayHeader(out var tried));
        Assert.Equal(count, tried);
        AssertSkipped(hex);
    }

    [Theory]
    [InlineData(0, "80")]
    [InlineData(15, "8F")]
    [InlineData(16, "DE0010")]
    [InlineData(65_535, "DEFFFF")]
    [InlineData(65_536, "DF00010000")]
    public void WriteMapHeader_Count_IsTheSmallestFormat(int count, string header)
    {
        var hex = header + string.Concat(Enumerable.Repeat("01C0", count));

        AssertWritten(header, (ref writer) => writer.WriteMapHeader(count));
        Assert.Equal(count, Of(hex).ReadMapHeader());
        Assert.True(Of(hex).TryReadMapHeader(out var tried));
        Assert.Equal(count, tried);
        AssertSkipped(hex);
    }

    [Theory]
    [InlineData(0, "C70005")]
    [InlineData(1, "D405")]
    [InlineData(2, "D505")]
    [InlineData(3, "C70305")]
    [InlineData(4, "D605")]
    [InlineData(8, "D705")]
    [InlineData(16, "D805")]
    [InlineData(17, "C71105")]
    [InlineData(255, "C7FF05")]
    [InlineData(256, "C8010005")]
    [InlineData(65_535, "C8FFFF05")]
    [InlineData(65_536, "C90001000005")]
    public void WriteExtensionFormatHeader_Length_IsTheSmallestFormat(int length, string header)
    {
        var hex = header + string.Concat(Enumerable.Repeat("C1", length));

        AssertWritten(header, (ref writer) => writer.WriteExtensionFormatHeader(new ExtensionHeader(5, length)));
        var read = Of(hex).ReadExtensionFormatHeader();
        Assert.Equal(5, read.TypeCode);
        Assert.Equal((uint)length, read.Length);
        AssertSkipped(hex);
    }

    [Fact]
    public void WriteExtensionFormatHeader_TypeBelowZero_IsOneByte() =>
        AssertWritten("D6FF", (ref writer) => writer.WriteExtensionFormatHeader(new ExtensionHeader(-1, 4)));

    [Fact]
    public void ToMessagePackType_EveryCode_IsThatOfTheSpecification()
    {
        (int Last, MessagePackType Type)[] table =
        [
            (0x7F, MessagePackType.Integer), (0x8F, MessagePackType.Map), (0x9F, MessagePackType.Array),
            (0xBF, MessagePackType.String), (0xC0, MessagePackType.Nil), (0xC1, MessagePackType.Unknown),
            (0xC3, MessagePackType.Boolean), (0xC6, MessagePackType.Binary), (0xC9, MessagePackType.Extension),
            (0xCB, MessagePackType.Float), (0xD3, MessagePackType.Integer), (0xD8, MessagePackType.Extension),
            (0xDB, MessagePackType.String), (0xDD, MessagePackType.Array), (0xDF, MessagePackType.Map),
            (0xFF, MessagePackType.Integer),
        ];

        Assert.All(
            Enumerable.Range(0, 256),
            code => Assert.Equal(
                table.First(row => code <= row.Last).Type, MessagePackCode.ToMessagePackType((byte)code)));
    }

    [Fact]
    public void Read_CodeThatIsNeverUsed_IsRefused()
    {
        Assert.Throws<MessagePackSerializationException>(() => Of("C1").ReadInt64());
        Assert.Throws<MessagePackSerializationException>(() => Of("C1").ReadString());
        Assert.Throws<MessagePackSerializationException>(() => Of("C1").ReadBoolean());
    }

    [Fact]
    public void Read_AnotherKind_IsRefused()
    {
        Assert.Throws<MessagePackSerializationException>(() => Of("A0").ReadInt32());
        Assert.Throws<MessagePackSerializationException>(() => Of("01").ReadString());
        Assert.Throws<MessagePackSerializationException>(() => Of("01").ReadBytes());
        Assert.Throws<MessagePackSerializationException>(() => Of("80").ReadArrayHeader());
        Assert.Throws<MessagePackSerializationException>(() => Of("90").ReadMapHeader());
        Assert.Throws<MessagePackSerializationException>(() => Of("C0").ReadExtensionFormatHeader());
        Assert.Throws<MessagePackSerializationException>(() => Of("01").ReadBoolean());
        Assert.Throws<MessagePackSerializationException>(() => { Of("01").ReadNil(); });
    }

    private static MessagePackReader Of(string hex) => new(Convert.FromHexString(hex));

    private static void AssertIf(bool applies, string hex, Writing write)
    {
        if (applies)
        {
            AssertWritten(hex, write);
        }
    }

    private static void AssertWritten(string hex, Writing write)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);

        write(ref writer);
        writer.Flush();

        Assert.Equal(hex, Convert.ToHexString(output.WrittenSpan));
    }

    private static void AssertSkipped(string hex)
    {
        var reader = Of(hex + "2A");

        reader.Skip();

        Assert.Equal(hex.Length / 2, reader.Consumed);
        Assert.Equal(42, reader.ReadInt32());
    }
}
