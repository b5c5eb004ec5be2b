using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class SnapshotPartSavedFormat() : MessageFormat<SnapshotPartSaved>("training.snapshot-part-saved")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, SnapshotPartSaved message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Worker);
        writer.Write(message.Snapshot);
    }

    public override SnapshotPartSaved Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new SnapshotPartSaved(reader.ReadWorkerId(), reader.ReadSnapshotName());
        reader.EndRecord(record);
        return message;
    }
}
