using Decentral.Training.Monitoring;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class RunEndedFormat() : MessageFormat<RunEnded>("training.run-ended")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, RunEnded message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.IsFinished);
        writer.Write(message.State);
    }

    public override RunEnded Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new RunEnded(reader.ReadBoolean(), reader.ReadRunStanding());
        reader.EndRecord(record);
        return message;
    }
}
