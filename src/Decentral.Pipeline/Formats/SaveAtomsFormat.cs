using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class SaveAtomsFormat() : MessageFormat<SaveAtoms>("pipeline.save-atoms")
{
    private const int Fields = 5;

    public override void Write(ref MessageWriter writer, SaveAtoms message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Epoch);
        writer.Write(message.Step);
        writer.Write(message.Snapshot);
        writer.Write(message.State);
    }

    public override SaveAtoms Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new SaveAtoms(
            reader.ReadTerm(), reader.ReadEpoch(), reader.ReadStepOrZero(), reader.ReadSnapshotName(), reader.ReadSavedState());
        reader.EndRecord(record);
        return message;
    }
}
