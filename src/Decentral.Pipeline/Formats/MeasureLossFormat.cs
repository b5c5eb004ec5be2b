using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class MeasureLossFormat() : MessageFormat<MeasureLoss>("pipeline.measure-loss")
{
    private const int Fields = 5;

    public override void Write(ref MessageWriter writer, MeasureLoss message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Epoch);
        writer.Write(message.Step);
        writer.Write(message.Number);
        writer.Write(message.Samples);
    }

    public override MeasureLoss Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new MeasureLoss(
            reader.ReadTerm(),
            reader.ReadEpoch(),
            reader.ReadStepOrZero(),
            reader.ReadOfRun("a number of held-out samples"),
            reader.ReadMicrobatch());
        reader.EndRecord(record);
        return message;
    }
}
