using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class StageReportFormat() : MessageFormat<StageReport>("pipeline.stage-report")
{
    private const int Fields = 14;

    public override void Write(ref MessageWriter writer, StageReport message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Member);
        writer.Write(message.Incarnation);
        writer.Write(message.Term);
        writer.Write(message.Epoch);
        writer.Write(message.IsFormed);
        writer.Write(message.Stamp);
        writer.Write(message.Stage);
        writer.Write(message.Running);
        writer.WriteOrNull(message.Run);
        writer.Write(message.Copies);
        writer.Write(message.Atoms);
        writer.WriteOrNull(message.Applied);
        writer.Write(message.LearningRateScale);
        writer.WriteOrNull(message.Saved);
    }

    public override StageReport Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new StageReport(
            reader.ReadMemberId(),
            reader.ReadIncarnation(),
            reader.ReadTermOrZero(),
            reader.ReadEpochOrZero(),
            reader.ReadBoolean(),
            reader.ReadStamp(),
            reader.ReadReference())
        {
            Running = reader.ReadStepOrZero(),
            Run = reader.ReadStepRunOrNull(),
            Copies = reader.ReadCopyIds(),
            Atoms = reader.ReadAtomsOrNone(),
            Applied = reader.ReadApplyStepOrNull(),
            LearningRateScale = reader.ReadNotNegative("a scale of the learning rate"),
            Saved = reader.ReadSavedStateOrNull(),
        };
        reader.EndRecord(record);
        return message;
    }
}
