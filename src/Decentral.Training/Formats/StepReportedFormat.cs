using Decentral.Training.Monitoring;
using Decentral.Training.Workers;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class StepReportedFormat() : MessageFormat<StepReported>("training.step-reported")
{
    private const int Fields = 3;
    private const int OutcomeFields = 4;

    public override void Write(ref MessageWriter writer, StepReported message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Worker);
        writer.Write(message.Round);
        writer.BeginRecord(OutcomeFields);
        writer.Write(message.Outcome.Tokens);
        writer.Write(message.Outcome.LossSum);
        writer.Write(message.Outcome.LearningRate);
        writer.Write(message.Outcome.IsSkipped);
    }

    public override StepReported Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new StepReported(reader.ReadWorkerId(), reader.ReadRound(), ReadOutcome(ref reader));
        reader.EndRecord(record);
        return message;
    }

    private static TrainedTokens ReadOutcome(ref MessageReader reader)
    {
        var record = reader.BeginRecord(OutcomeFields);
        var outcome = new TrainedTokens(
            reader.ReadOfRound("tokens"), reader.ReadFinite("a sum of losses"), reader.ReadFinite("a learning rate"))
        {
            IsSkipped = reader.ReadBoolean(),
        };
        reader.EndRecord(record);
        return outcome;
    }
}
