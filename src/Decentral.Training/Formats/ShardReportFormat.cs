using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class ShardReportFormat() : MessageFormat<ShardReport>("training.shard-report")
{
    private const int Fields = 8;

    public override void Write(ref MessageWriter writer, ShardReport message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Fragment);
        writer.Write(message.Incarnation);
        writer.Write(message.Term);
        writer.Write(message.Round);
        writer.Write(message.Reduced);
        writer.Write(message.Reference);
        writer.Write(message.Opened);
        writer.Write(message.Held);
    }

    public override ShardReport Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new ShardReport(
            reader.ReadFragmentId(),
            reader.ReadIncarnation(),
            reader.ReadTermOrZero(),
            reader.ReadRoundOrZero(),
            reader.ReadRoundOrZero(),
            reader.ReadReference())
        {
            Opened = reader.ReadTermOrZero(),
            Held = reader.ReadWorkerIds(),
        };
        reader.EndRecord(record);
        return message;
    }
}
