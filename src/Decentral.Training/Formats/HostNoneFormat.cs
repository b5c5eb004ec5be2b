using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class HostNoneFormat() : MessageFormat<HostNone>("training.host-none")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, HostNone message)
    {
        writer.BeginRecord(Fields);
        writer.WriteReason(message.Reason);
    }

    public override HostNone Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new HostNone(reader.ReadString());
        reader.EndRecord(record);
        return message;
    }
}
