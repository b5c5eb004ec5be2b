using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class SharedStateHeaderFormat() : MessageFormat<SharedStateHeader>("training.shared-state-header")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, SharedStateHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Version);
    }

    public override SharedStateHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new SharedStateHeader(reader.ReadTerm(), reader.ReadRoundOrZero());
        reader.EndRecord(record);
        return message;
    }
}
