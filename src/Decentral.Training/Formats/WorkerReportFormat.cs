using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class WorkerReportFormat() : MessageFormat<WorkerReport>("training.worker-report")
{
    private const int Fields = 15;

    public override void Write(ref MessageWriter writer, WorkerReport message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Worker);
        writer.Write(message.Incarnation);
        writer.Write(message.Term);
        writer.Write(message.Version);
        writer.Write(message.Round);
        writer.Write(message.Opened);
        writer.Write(message.Step);
        writer.Write(message.HasTrained);
        writer.Write(message.Snapshot);
        writer.Write(message.Reference);
        writer.WriteDigestOrNull(message.Digest);
        writer.Write(message.SecondsPerStep);
        writer.Write(message.Met);
        writer.Write(message.Continues);
        writer.Write(message.Pending);
    }

    public override WorkerReport Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new WorkerReport(
            reader.ReadWorkerId(),
            reader.ReadIncarnation(),
            reader.ReadTermOrZero(),
            reader.ReadRoundOrZero(),
            reader.ReadRoundOrZero(),
            reader.ReadTermOrZero(),
            reader.ReadSteps(),
            reader.ReadBoolean(),
            reader.ReadSnapshotNameOrNull(),
            reader.ReadReference())
        {
            Digest = reader.ReadDigestOrNull(),
            SecondsPerStep = reader.ReadFinite("seconds a step"),
            Met = reader.ReadTermOrZero(),
            Continues = reader.ReadBoolean(),
            Pending = reader.ReadOpenings(),
        };
        reader.EndRecord(record);
        return message;
    }
}
