using Decentral.Training.Archives;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class BallastHeaderFormat() : MessageFormat<BallastHeader>("training.ballast-header")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, BallastHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Request);
    }

    public override BallastHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new BallastHeader(reader.ReadRequest());
        reader.EndRecord(record);
        return message;
    }
}
