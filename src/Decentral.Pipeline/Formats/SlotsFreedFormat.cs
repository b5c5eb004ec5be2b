using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class SlotsFreedFormat() : MessageFormat<SlotsFreed>("pipeline.slots-freed")
{
    private const int Fields = 4;

    public override void Write(ref MessageWriter writer, SlotsFreed message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Epoch);
        writer.Write(message.Step);
        writer.Write(message.Edge);
        writer.Write(message.Total);
    }

    public override SlotsFreed Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new SlotsFreed(
            reader.ReadEpoch(),
            reader.ReadStep(),
            reader.ReadEdge(),
            (int)reader.ReadWithin("slots", 1, PipelineReading.MaxMicrobatches));
        reader.EndRecord(record);
        return message;
    }
}
