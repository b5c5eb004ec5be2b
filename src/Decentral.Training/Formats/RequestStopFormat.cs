using Decentral.Training.Coordination;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class RequestStopFormat() : MessageFormat<RequestStop>("training.request-stop")
{
    public override void Write(ref MessageWriter writer, RequestStop message) => writer.BeginRecord(0);

    public override RequestStop Read(ref MessageReader reader)
    {
        reader.EndRecord(reader.BeginRecord(0));
        return new RequestStop();
    }
}
