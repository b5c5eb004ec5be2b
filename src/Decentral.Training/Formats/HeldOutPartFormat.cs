using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class HeldOutPartFormat() : MessageFormat<HeldOutPart>("training.held-out-part")
{
    private const int Fields = 5;

    public override void Write(ref MessageWriter writer, HeldOutPart message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Worker);
        writer.Write(message.Version);
        writer.Write(message.Windows);
        writer.Write(message.LossSum);
        writer.Write(message.Tokens);
    }

    public override HeldOutPart Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new HeldOutPart(
            reader.ReadWorkerId(),
            reader.ReadRoundOrZero(),
            reader.ReadSampleRange(),
            reader.ReadFinite("a sum of losses"),
            reader.ReadOfRound("tokens"));
        reader.EndRecord(record);
        return message;
    }
}
