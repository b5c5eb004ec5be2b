using Decentral.Benchmarks.Actors;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Benchmarks.Nodes;

internal sealed class ItemFormat() : MessageFormat<Item>("benchmark.item")
{
    public override void Write(ref MessageWriter writer, Item message)
    {
        writer.BeginRecord(1);
        writer.Write(message.Value);
    }

    public override Item Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(1);
        var item = new Item(reader.ReadInt64());
        reader.EndRecord(record);
        return item;
    }
}
