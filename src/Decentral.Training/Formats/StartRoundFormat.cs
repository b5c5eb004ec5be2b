using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class StartRoundFormat() : MessageFormat<StartRound>("training.start-round")
{
    private const int Fields = 7;

    public override void Write(ref MessageWriter writer, StartRound message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Round);
        writer.Write(message.Opened);
        writer.Write(message.Steps);
        writer.Write(message.Lease);
        writer.Write(message.Pace);
        writer.Write(message.Continues);
    }

    public override StartRound Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var (term, round, opened) = (reader.ReadTerm(), reader.ReadRound(), reader.ReadTerm());
        var steps = (int)reader.ReadWithin("steps", 1, int.MaxValue);
        var lease = reader.ReadLease(out var samples);
        if (samples % steps != 0)
        {
            throw reader.Refuse($"samples for {steps} equal steps", $"{samples}");
        }

        var pace = reader.ReadLearningPace();
        var tokens = pace.TokensBefore + ((Int128)steps * pace.TokensPerStep);
        if (tokens > ProtocolReading.MaxOfRun)
        {
            throw reader.Refuse($"a round that ends with at most {ProtocolReading.MaxOfRun} tokens", $"one with {tokens}");
        }

        var continues = reader.ReadBoolean();
        reader.EndRecord(record);
        return new StartRound(term, round, opened, steps, lease, pace, continues);
    }
}
