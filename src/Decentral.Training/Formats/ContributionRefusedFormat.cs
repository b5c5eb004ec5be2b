using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class ContributionRefusedFormat() : MessageFormat<ContributionRefused>("training.contribution-refused")
{
    private const int Fields = 6;

    public override void Write(ref MessageWriter writer, ContributionRefused message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Fragment);
        writer.Write(message.Round);
        writer.Write(message.Opened);
        writer.Write(message.Worker);
        writer.Write(message.From);
        writer.WriteReason(message.Reason);
    }

    public override ContributionRefused Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new ContributionRefused(
            reader.ReadFragmentId(),
            reader.ReadRound(),
            reader.ReadTerm(),
            reader.ReadWorkerId(),
            reader.ReadReference(),
            reader.ReadString());
        reader.EndRecord(record);
        return message;
    }
}
