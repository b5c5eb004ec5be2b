using Decentral.Training.Archives;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class PartHeaderFormat() : MessageFormat<PartHeader>("training.part-header")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, PartHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Request);
        writer.Write(message.Snapshot);
        writer.Write(message.Part);
    }

    public override PartHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new PartHeader(reader.ReadRequest(), reader.ReadSnapshotName(), reader.ReadPartName());
        reader.EndRecord(record);
        return message;
    }
}
