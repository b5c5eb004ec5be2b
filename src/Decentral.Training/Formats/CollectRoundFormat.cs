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
        writer.Write(message.Participants);
        writer.Write(message.TellsEach);
        writer.Write(message.Arrivals);
    }

    public override CollectRound Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new CollectRound(
            Term: reader.ReadTerm(),
            Round: reader.ReadRound(),
            Opened: reader.ReadTerm(),
            TokensThrough: reader.ReadOfRun("tokens"),
            Participants: reader.ReadParticipants(),
            TellsEach: reader.ReadBoolean(),
            Arrivals: reader.ReadOfRun("contributions"));
        reader.EndRecord(record);
        return message;
    }
}
