using Decentral.Training.Archives;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class ItemMissingFormat() : MessageFormat<ItemMissing>("training.item-missing")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, ItemMissing message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Request);
    }

    public override ItemMissing Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new ItemMissing(reader.ReadRequest());
        reader.EndRecord(record);
        return message;
    }
}
