using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class DropShardFormat() : MessageFormat<DropShard>("training.drop-shard")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, DropShard message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Shard);
    }

    public override DropShard Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new DropShard(reader.ReadHostedShard());
        reader.EndRecord(record);
        return message;
    }
}
