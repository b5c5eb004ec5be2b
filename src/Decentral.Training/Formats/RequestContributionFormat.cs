using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class RequestContributionFormat() : MessageFormat<RequestContribution>("training.request-contribution")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, RequestContribution message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Fragment);
        writer.Write(message.Round);
    }

    public override RequestContribution Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new RequestContribution(reader.ReadTerm(), reader.ReadFragmentId(), reader.ReadRound());
        reader.EndRecord(record);
        return message;
    }
}
