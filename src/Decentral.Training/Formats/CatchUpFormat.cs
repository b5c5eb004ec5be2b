using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class CatchUpFormat() : MessageFormat<CatchUp>("training.catch-up")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, CatchUp message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Version);
        writer.Write(message.Donor);
    }

    public override CatchUp Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new CatchUp(reader.ReadTerm(), reader.ReadRound(), reader.ReadActorRef());
        reader.EndRecord(record);
        return message;
    }
}
