using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class TiedHeaderFormat() : MessageFormat<TiedHeader>("pipeline.tied-header")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, TiedHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Epoch);
        writer.Write(message.Step);
        writer.Write(message.IsGradient);
    }

    public override TiedHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new TiedHeader(reader.ReadEpoch(), reader.ReadStepOrZero(), reader.ReadBoolean());
        reader.EndRecord(record);
        return message;
    }
}
