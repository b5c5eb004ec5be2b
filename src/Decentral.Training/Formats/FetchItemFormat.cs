using Decentral.Training.Archives;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class FetchItemFormat() : MessageFormat<FetchItem>("training.fetch-item")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, FetchItem message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Request);
        writer.BeginRecord(Fields);
        writer.WriteEnum(message.Item.Kind);
        writer.Write(message.Item.Name);
    }

    public override FetchItem Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var request = reader.ReadRequest();
        var inner = reader.BeginRecord(Fields);
        var item = new ArchiveItem(reader.ReadEnum<ArchiveItemKind>(), reader.ReadItemName());
        reader.EndRecord(inner);
        reader.EndRecord(record);
        return new FetchItem(request, item);
    }
}
