using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class MeasuredHeaderFormat() : MessageFormat<MeasuredHeader>("pipeline.measured-header")
{
    private const int Fields = 5;

    public override void Write(ref MessageWriter writer, MeasuredHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Epoch);
        writer.Write(message.Step);
        writer.Write(message.Number);
        writer.Write(message.Hop);
        writer.Write(message.Samples);
    }

    public override MeasuredHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new MeasuredHeader(
            reader.ReadEpoch(),
            reader.ReadStepOrZero(),
            reader.ReadOfRun("a number of held-out samples"),
            (int)reader.ReadWithin("a hop", 0, PipelineReading.MaxChunks - 1),
            reader.ReadMicrobatch());
        reader.EndRecord(record);
        return message;
    }
}
