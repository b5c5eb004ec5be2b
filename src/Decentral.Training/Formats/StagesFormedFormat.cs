using Decentral.Training.Monitoring;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class StagesFormedFormat() : MessageFormat<StagesFormed>("training.stages-formed")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, StagesFormed message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Worker);
        writer.Write(message.Stages);
    }

    public override StagesFormed Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new StagesFormed(reader.ReadWorkerId(), (int)reader.ReadWithin("stages", 0, int.MaxValue));
        reader.EndRecord(record);
        return message;
    }
}
