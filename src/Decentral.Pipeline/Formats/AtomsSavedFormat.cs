using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class AtomsSavedFormat() : MessageFormat<AtomsSaved>("pipeline.atoms-saved")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, AtomsSaved message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Member);
        writer.Write(message.Epoch);
        writer.Write(message.Snapshot);
    }

    public override AtomsSaved Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new AtomsSaved(reader.ReadMemberId(), reader.ReadEpoch(), reader.ReadSnapshotName());
        reader.EndRecord(record);
        return message;
    }
}
