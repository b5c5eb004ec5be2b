using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class SaveSnapshotFormat() : MessageFormat<SaveSnapshot>("training.save-snapshot")
{
    private const int Fields = 4;

    public override void Write(ref MessageWriter writer, SaveSnapshot message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Version);
        writer.Write(message.Snapshot);
        writer.Write(message.WithGlobal);
    }

    public override SaveSnapshot Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new SaveSnapshot(
            reader.ReadTerm(), reader.ReadRoundOrZero(), reader.ReadSnapshotName(), reader.ReadBoolean());
        reader.EndRecord(record);
        return message;
    }
}
