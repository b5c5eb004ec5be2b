using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class ContributionHeaderFormat() : MessageFormat<ContributionHeader>("training.contribution-header")
{
    private const int Fields = 11;

    public override void Write(ref MessageWriter writer, ContributionHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Fragment);
        writer.Write(message.Round);
        writer.Write(message.Opened);
        writer.Write(message.Worker);
        writer.Write(message.Incarnation);
        writer.Write(message.Tokens);
        writer.Write(message.MeanLoss);
        writer.Write(message.SkippedSteps);
        writer.Write(message.Base);
        writer.Write(message.Weight);
        writer.Write(message.BaseVersion);
    }

    public override ContributionHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new ContributionHeader(
            reader.ReadFragmentId(),
            reader.ReadRound(),
            reader.ReadTerm(),
            reader.ReadWorkerId(),
            reader.ReadIncarnation(),
            reader.ReadOfRound("tokens"),
            reader.ReadFinite("a loss"))
        {
            SkippedSteps = reader.ReadSteps(),
            Base = reader.ReadReplicaDigestOrNull(),
            Weight = reader.ReadOfRound("tokens"),
            BaseVersion = reader.ReadRoundOrZero(),
        };
        reader.EndRecord(record);
        return message;
    }
}
