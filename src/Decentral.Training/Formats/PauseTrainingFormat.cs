using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class PauseTrainingFormat() : MessageFormat<PauseTraining>("training.pause-training")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, PauseTraining message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Snapshot);
    }

    public override PauseTraining Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new PauseTraining(reader.ReadTerm(), reader.ReadSnapshotName());
        reader.EndRecord(record);
        return message;
    }
}
