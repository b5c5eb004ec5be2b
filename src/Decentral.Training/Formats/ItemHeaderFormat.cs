using Decentral.Training.Archives;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class ItemHeaderFormat() : MessageFormat<ItemHeader>("training.item-header")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, ItemHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Request);
    }

    public override ItemHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new ItemHeader(reader.ReadRequest());
        reader.EndRecord(record);
        return message;
    }
}
