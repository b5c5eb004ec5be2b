using System.Buffers;

namespace Decentral.Training.Tests.Formats;

/// <summary>A message as its fields, to be changed as another version of the program would write it.</summary>
internal sealed class RecordTree
{
    private readonly byte[] _raw;

    private RecordTree(byte[] raw, List<RecordTree>? fields)
    {
        _raw = raw;
        Fields = fields;
    }

    /// <summary>What a newer version may append: nothing, text, and lists within one another.</summary>
    public static IEnumerable<RecordTree> Surplus => [Parse([0xC0]), Parse([0xA1, 0x6E]), Parse([0x92, 0x01, 0x91, 0xC3])];

    /// <summary>Fields of a record, or elements of a list; null for any other value.</summary>
    public List<RecordTree>? Fields { get; }

    /// <summary>A message with one of its values changed.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="path">The value's place in its record, the record's in the one around it first.</param>
    /// <param name="hex">The value instead.</param>
    public static byte[] With(byte[] bytes, int[] path, string hex) =>
        Changed(bytes, path[..^1], fields => fields[path[^1]] = Parse(Convert.FromHexString(hex)));

    /// <summary>A message with one of its records changed.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="path">The record's place in the one around it, that one's first; empty for the message itself.</param>
    /// <param name="change">Changes the record's fields.</param>
    public static byte[] Changed(byte[] bytes, int[] path, Action<List<RecordTree>> change)
    {
        var tree = Parse(bytes);
        change(path.Aggregate(tree, (part, index) => part.Fields![index]).Fields!);
        return tree.Write();
    }

    public static RecordTree Parse(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        return Read(ref reader);
    }

    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static RecordTree Read(ref MessagePackReader reader)
    {
        if (reader.NextMessagePackType != MessagePackType.Array)
        {
            return new RecordTree(reader.ReadRaw().ToArray(), null);
        }

        var fields = new List<RecordTree>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            fields.Add(Read(ref reader));
        }

        return new RecordTree([], fields);
    }

    private void Write(ref MessagePackWriter writer)
    {
        if (Fields is null)
        {
            writer.WriteRaw(_raw);
            return;
        }

        writer.WriteArrayHeader(Fields.Count);
        foreach (var field in Fields)
        {
            field.Write(ref writer);
        }
    }
}
