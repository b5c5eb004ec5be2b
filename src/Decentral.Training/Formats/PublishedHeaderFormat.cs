using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class PublishedHeaderFormat() : MessageFormat<PublishedHeader>("training.published-header")
{
    private const int Fields = 7;

    public override void Write(ref MessageWriter writer, PublishedHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Fragment);
        writer.Write(message.Round);
        writer.Write(message.TokensThrough);
        writer.WriteDigest(message.Digest);
        writer.Write(message.Arrivals);
        writer.Write(message.Contributions);
    }

    public override PublishedHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new PublishedHeader(
            Term: reader.ReadTerm(),
            Fragment: reader.ReadFragmentId(),
            Round: reader.ReadRound(),
            TokensThrough: reader.ReadOfRun("tokens"),
            Digest: reader.ReadDigest(),
            Arrivals: reader.ReadOfRun("contributions"),
            Contributions: (int)reader.ReadWithin("contributions", 1, int.MaxValue));
        reader.EndRecord(record);
        return message;
    }
}
