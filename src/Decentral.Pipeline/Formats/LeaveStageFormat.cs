using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class LeaveStageFormat() : MessageFormat<LeaveStage>("pipeline.leave-stage")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, LeaveStage message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Epoch);
    }

    public override LeaveStage Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new LeaveStage(reader.ReadTerm(), reader.ReadEpoch());
        reader.EndRecord(record);
        return message;
    }
}
