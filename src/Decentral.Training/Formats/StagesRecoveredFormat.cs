using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class StagesRecoveredFormat() : MessageFormat<StagesRecovered>("training.stages-recovered")
{
    private const int Fields = 10;

    public override void Write(ref MessageWriter writer, StagesRecovered message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Worker);
        writer.Write(message.Incarnation);
        writer.Write(message.Number);
        writer.WriteEnum(message.Rung);
        ProtocolWriting.WriteEach(ref writer, message.Stages, static (ref to, stage) => to.Write(stage));
        writer.Write(message.StagesNow);
        writer.Write(message.UndoneSteps);
        writer.WriteReason(message.Reason);
        writer.Write(message.LearningRateScale);
        if (message.Loss is { } loss)
        {
            writer.BeginRecord(2);
            writer.Write(loss.Before);
            writer.Write(loss.After);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public override StagesRecovered Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new StagesRecovered(
            reader.ReadWorkerId(),
            reader.ReadIncarnation(),
            reader.ReadOfRun("a number"),
            reader.ReadEnum<RecoveryRung>(),
            ReadStages(ref reader),
            (int)reader.ReadWithin("stages", 0, int.MaxValue),
            reader.ReadOfRun("steps"),
            reader.ReadString())
        {
            LearningRateScale = reader.ReadFinite("a scale"),
            Loss = ReadLossOrNull(ref reader),
        };
        reader.EndRecord(record);
        return message;
    }

    private static ImmutableArray<int> ReadStages(ref MessageReader reader)
    {
        var stages = new int[reader.ReadCount()];
        for (var i = 0; i < stages.Length; i++)
        {
            stages[i] = (int)reader.ReadWithin("a stage", 0, int.MaxValue);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(stages);
    }

    private static LossChange? ReadLossOrNull(ref MessageReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var record = reader.BeginRecord(2);
        var loss = new LossChange(reader.ReadFinite("a loss"), reader.ReadFinite("a loss"));
        reader.EndRecord(record);
        return loss;
    }
}
