using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class PublishRoundFormat() : MessageFormat<PublishRound>("training.publish-round")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, PublishRound message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Round);
        writer.Write(message.Receivers);
    }

    public override PublishRound Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new PublishRound(reader.ReadTerm(), reader.ReadRound(), reader.ReadReferences());
        reader.EndRecord(record);
        return message;
    }
}
