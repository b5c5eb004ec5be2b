using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class RequestStateFormat() : MessageFormat<RequestState>("training.request-state")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, RequestState message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Version);
        writer.Write(message.Held);
    }

    public override RequestState Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new RequestState(reader.ReadTerm(), reader.ReadRoundOrZero(), reader.ReadRoundOrZero());
        reader.EndRecord(record);
        return message;
    }
}
