using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class CollectRoundFormat() : MessageFormat<CollectRound>("training.collect-round")
{
    private const int Fields = 7;

    public override void Write(ref MessageWriter writer, CollectRound message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Round);
        writer.Write(message.Opened);
        writer.Write(message.TokensThrough);
        writer.Write(message.Arrivals);
        writer.Write(message.Participants);
        writer.Write(message.TellsEach);
    }

    public override CollectRound Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new CollectRound(
            reader.ReadTerm(),
            reader.ReadRound(),
            reader.ReadTerm(),
            reader.ReadOfRun("tokens"),
            reader.ReadOfRun("contributions"),
            reader.ReadParticipants(),
            reader.ReadBoolean());
        reader.EndRecord(record);
        return message;
    }
}
