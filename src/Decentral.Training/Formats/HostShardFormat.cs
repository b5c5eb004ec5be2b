using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class HostShardFormat() : MessageFormat<HostShard>("training.host-shard")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, HostShard message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Shard);
    }

    public override HostShard Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new HostShard(reader.ReadHostedShard());
        reader.EndRecord(record);
        return message;
    }
}
