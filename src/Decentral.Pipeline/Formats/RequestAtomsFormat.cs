using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class RequestAtomsFormat() : MessageFormat<RequestAtoms>("pipeline.request-atoms")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, RequestAtoms message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Epoch);
        writer.Write(message.Stamp);
        writer.Write(message.Atoms);
    }

    public override RequestAtoms Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new RequestAtoms(reader.ReadEpoch(), reader.ReadStamp(), reader.ReadAtoms());
        reader.EndRecord(record);
        return message;
    }
}
