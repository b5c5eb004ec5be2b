using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class MeetShardsFormat() : MessageFormat<MeetShards>("training.meet-shards")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, MeetShards message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Shards);
    }

    public override MeetShards Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new MeetShards(reader.ReadTerm(), reader.ReadReferences());
        reader.EndRecord(record);
        return message;
    }
}
