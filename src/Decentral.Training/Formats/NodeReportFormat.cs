using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class NodeReportFormat() : MessageFormat<NodeReport>("training.node-report")
{
    private const int Fields = 5;

    public override void Write(ref MessageWriter writer, NodeReport message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Start);
        writer.Write(message.Hosted);
        writer.Write(message.Requests);
        writer.Write(message.Measures);
        writer.Write(message.Shards);
    }

    public override NodeReport Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new NodeReport(
            reader.ReadOfRun("a start"), reader.ReadWorkerIds(), reader.ReadRequests())
        {
            Measures = reader.ReadMeasuresOrNull(),
            Shards = reader.ReadHostedShards(),
        };
        reader.EndRecord(record);
        return message;
    }
}
