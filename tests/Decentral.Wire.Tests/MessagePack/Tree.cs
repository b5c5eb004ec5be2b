using System.Buffers;
using System.Globalization;
using System.Text;

namespace Decentral.Wire.Tests.MessagePack;

/// <summary>Any value of the format, with the numbers' widths.</summary>
internal abstract record Tree
{
    /// <summary>
    /// The value in words that the other implementation prints too; it does not tell floats of 32 bits from those of 64.
    /// </summary>
    public abstract string Words { get; }

    public static Tree Parse(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        var tree = Read(ref reader);
        Assert.True(reader.End);
        return tree;
    }

    public static Tree Read(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                return new Nothing();
            case MessagePackType.Boolean:
                return new Truth(reader.ReadBoolean());
            case MessagePackType.Integer:
                return reader.NextCode == MessagePackCode.UInt64
                    ? new Whole(reader.ReadUInt64())
                    : new Whole(reader.ReadInt64());
            case MessagePackType.Float:
                return reader.NextCode == MessagePackCode.Float32
                    ? new Narrow(reader.ReadSingle())
                    : new Wide(reader.ReadDouble());
            case MessagePackType.String:
                return new Written(reader.ReadString()!);
            case MessagePackType.Binary:
                return new Bytes(reader.ReadBytes()!.Value.ToArray());
            case MessagePackType.Array:
                return new Row(ReadMany(ref reader, reader.ReadArrayHeader()));
            case MessagePackType.Map:
                return new Pairs(ReadMany(ref reader, 2 * reader.ReadMapHeader()));
            case MessagePackType.Extension:
                var header = reader.ReadExtensionFormatHeader();
                return new Extension(header.TypeCode, reader.ReadRaw((long)header.Length).ToArray());
            case MessagePackType.Unknown:
            default:
                throw new MessagePackSerializationException("never used");
        }
    }

    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public abstract void Write(ref MessagePackWriter writer);

    private static Tree[] ReadMany(ref MessagePackReader reader, int count)
    {
        var trees = new Tree[count];
        for (var index = 0; index < count; index++)
        {
            trees[index] = Read(ref reader);
        }

        return trees;
    }

    private static void WriteMany(ref MessagePackWriter writer, Tree[] trees)
    {
        foreach (var tree in trees)
        {
            tree.Write(ref writer);
        }
    }

    public sealed record Nothing : Tree
    {
        public override string Words => "n";

        public override void Write(ref MessagePackWriter writer) => writer.WriteNil();
    }

    public sealed record Truth(bool Value) : Tree
    {
        public override string Words => Value ? "t" : "f";

        public override void Write(ref MessagePackWriter writer) => writer.Write(Value);
    }

    public sealed record Whole(Int128 Value) : Tree
    {
        public override string Words => string.Create(CultureInfo.InvariantCulture, $"i{Value}");

        public override void Write(ref MessagePackWriter writer)
        {
            if (Value > long.MaxValue)
            {
                writer.Write((ulong)Value);
            }
            else
            {
                writer.Write((long)Value);
            }
        }
    }

    public sealed record Narrow(float Value) : Tree
    {
        public override string Words => new Wide(Value).Words;

        public override void Write(ref MessagePackWriter writer) => writer.Write(Value);
    }

    public sealed record Wide(double Value) : Tree
    {
        public override string Words => $"d{BitConverter.DoubleToUInt64Bits(Value):x16}";

        public override void Write(ref MessagePackWriter writer) => writer.Write(Value);
    }

    public sealed record Written(string Value) : Tree
    {
        public override string Words => $"s{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Value))}";

        public override void Write(ref MessagePackWriter writer) => writer.Write(Value);
    }

    public sealed record Bytes(byte[] Value) : Tree
    {
        public override string Words => $"b{Convert.ToHexStringLower(Value)}";

        public override void Write(ref MessagePackWriter writer) => writer.Write(Value.AsSpan());
    }

    public sealed record Extension(sbyte Type, byte[] Value) : Tree
    {
        public override string Words => $"x{Type}:{Convert.ToHexStringLower(Value)}";

        public override void Write(ref MessagePackWriter writer)
        {
            writer.WriteExtensionFormatHeader(new ExtensionHeader(Type, Value.Length));
            writer.WriteRaw(Value);
        }
    }

    public sealed record Row(Tree[] Values) : Tree
    {
        public override string Words => $"[{string.Join(',', Values.Select(value => value.Words))}]";

        public override void Write(ref MessagePackWriter writer)
        {
            writer.WriteArrayHeader(Values.Length);
            WriteMany(ref writer, Values);
        }
    }

    public sealed record Pairs(Tree[] Values) : Tree
    {
        public override string Words =>
            $"{{{string.Join(',', Values.Chunk(2).Select(pair => $"{pair[0].Words}={pair[1].Words}"))}}}";

        public override void Write(ref MessagePackWriter writer)
        {
            writer.WriteMapHeader(Values.Length / 2);
            WriteMany(ref writer, Values);
        }
    }
}
