using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class LossMeasuredFormat() : MessageFormat<LossMeasured>("pipeline.loss-measured")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, LossMeasured message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Epoch);
        writer.Write(message.Number);
        writer.Write(message.Loss);
    }

    public override LossMeasured Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new LossMeasured(
            reader.ReadEpoch(), reader.ReadOfRun("a number of held-out samples"), reader.ReadDouble());
        reader.EndRecord(record);
        return message;
    }
}
