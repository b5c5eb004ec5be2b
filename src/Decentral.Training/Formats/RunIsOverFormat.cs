using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class RunIsOverFormat() : MessageFormat<RunIsOver>("training.run-is-over")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, RunIsOver message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.IsFinished);
    }

    public override RunIsOver Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new RunIsOver(reader.ReadBoolean());
        reader.EndRecord(record);
        return message;
    }
}
