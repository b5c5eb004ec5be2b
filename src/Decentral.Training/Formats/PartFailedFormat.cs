using Decentral.Training.Monitoring;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class PartFailedFormat() : MessageFormat<PartFailed>("training.part-failed")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, PartFailed message)
    {
        writer.BeginRecord(Fields);
        writer.WriteReason(message.Part);
        writer.WriteReason(message.Reason);
    }

    public override PartFailed Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new PartFailed(reader.ReadString(), reader.ReadString());
        reader.EndRecord(record);
        return message;
    }
}
