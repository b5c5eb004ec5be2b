using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class FragmentReducedFormat() : MessageFormat<FragmentReduced>("training.fragment-reduced")
{
    private const int Fields = 7;

    public override void Write(ref MessageWriter writer, FragmentReduced message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Fragment);
        writer.Write(message.Round);
        writer.Write(message.Opened);
        writer.WriteDigest(message.Digest);
        writer.Write(message.Contributions);
        writer.Write(message.PublishedBytes);
    }

    public override FragmentReduced Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new FragmentReduced(
            reader.ReadTerm(),
            reader.ReadFragmentId(),
            reader.ReadRound(),
            reader.ReadTerm(),
            reader.ReadDigest(),
            reader.ReadContributions(),
            reader.ReadOfRound("bytes"));
        reader.EndRecord(record);
        return message;
    }
}
