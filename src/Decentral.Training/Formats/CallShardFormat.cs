using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class CallShardFormat() : MessageFormat<CallShard>("training.call-shard")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, CallShard message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
    }

    public override CallShard Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new CallShard(reader.ReadTerm());
        reader.EndRecord(record);
        return message;
    }
}
