using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Wire.Tests.Samples;

internal sealed class TickFormat(string manifest = "sample.tick") : MessageFormat<Tick>(manifest)
{
    public override void Write(ref MessageWriter writer, Tick message)
    {
        writer.BeginRecord(2);
        writer.Write(message.Round);
        writer.Write(message.Loss);
    }

    public override Tick Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(2);
        var round = reader.ReadInt64();
        if (round < 0)
        {
            throw reader.Refuse("a round from 0", $"{round}");
        }

        var tick = new Tick(round, reader.ReadDouble());
        reader.EndRecord(record);
        return tick;
    }
}
