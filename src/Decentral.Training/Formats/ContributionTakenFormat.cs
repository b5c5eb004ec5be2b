using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class ContributionTakenFormat() : MessageFormat<ContributionTaken>("training.contribution-taken")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, ContributionTaken message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Fragment);
        writer.Write(message.Round);
        writer.Write(message.Shard);
    }

    public override ContributionTaken Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new ContributionTaken(reader.ReadFragmentId(), reader.ReadRound(), reader.ReadIncarnation());
        reader.EndRecord(record);
        return message;
    }
}
