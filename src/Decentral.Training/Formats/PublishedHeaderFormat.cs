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
        writer.Write(message.Arrivals);
        writer.Write(message.Contributions);
        writer.WriteDigest(message.Digest);
    }

    public override PublishedHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new PublishedHeader(
            reader.ReadTerm(),
            reader.ReadFragmentId(),
            reader.ReadRound(),
            reader.ReadOfRun("tokens"),
            reader.ReadOfRun("contributions"),
            (int)reader.ReadWithin("contributions", 1, int.MaxValue),
            reader.ReadDigest());
        reader.EndRecord(record);
        return message;
    }
}
