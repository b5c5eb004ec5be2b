using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class ActivationHeaderFormat() : MessageFormat<ActivationHeader>("pipeline.activation-header")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, ActivationHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Epoch);
        writer.Write(message.Step);
        writer.Write(message.Pass);
    }

    public override ActivationHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new ActivationHeader(reader.ReadEpoch(), reader.ReadStep(), reader.ReadPass());
        reader.EndRecord(record);
        return message;
    }
}
