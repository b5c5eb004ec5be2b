using Decentral.Training.Coordination;
using Decentral.Training.Monitoring;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

/// <summary>Writes and reads where a run stands.</summary>
internal static class RunStandingFields
{
    private const int Fields = 4;
    private const int TotalsFields = 6;

    public static void Write(this ref MessageWriter writer, RunStanding value)
    {
        writer.BeginRecord(Fields);
        writer.WriteEnum(value.Phase);
        writer.Write(value.Committed);
        writer.Write(value.Members);
        writer.Write(value.Totals);
    }

    public static RunStanding ReadRunStanding(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var standing = new RunStanding(
            reader.ReadEnum<CoordinatorPhase>(),
            reader.ReadRoundOrZero(),
            (int)reader.ReadWithin("members", 0, int.MaxValue),
            reader.ReadTotals());
        reader.EndRecord(record);
        return standing;
    }

    private static void Write(this ref MessageWriter writer, RunTotals value)
    {
        writer.BeginRecord(TotalsFields);
        writer.Write(value.Tokens);
        writer.Write(value.SyncBytes);
        writer.Write(value.Recoveries);
        writer.Write(value.TrainLoss);
        writer.Write(value.FirstHeldOutLoss);
        writer.Write(value.HeldOutLoss);
    }

    private static RunTotals ReadTotals(this ref MessageReader reader)
    {
        var record = reader.BeginRecord(TotalsFields);
        var totals = new RunTotals
        {
            Tokens = reader.ReadOfRun("tokens"),
            SyncBytes = reader.ReadOfRun("bytes"),
            Recoveries = (int)reader.ReadWithin("recoveries", 0, int.MaxValue),
            TrainLoss = reader.ReadFiniteOrNull("a loss"),
            FirstHeldOutLoss = reader.ReadFiniteOrNull("a loss"),
            HeldOutLoss = reader.ReadFiniteOrNull("a loss"),
        };
        reader.EndRecord(record);
        return totals;
    }
}
