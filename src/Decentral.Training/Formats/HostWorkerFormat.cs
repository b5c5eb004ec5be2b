using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class HostWorkerFormat() : MessageFormat<HostWorker>("training.host-worker")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, HostWorker message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Request);
        writer.Write(message.Worker);
        writer.Write(message.Incarnation);
    }

    public override HostWorker Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new HostWorker(reader.ReadRequest(), reader.ReadWorkerId(), reader.ReadIncarnation());
        reader.EndRecord(record);
        return message;
    }
}
