using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class EvaluateFormat() : MessageFormat<Evaluate>("training.evaluate")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, Evaluate message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Version);
        writer.Write(message.Windows);
    }

    public override Evaluate Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new Evaluate(reader.ReadTerm(), reader.ReadRoundOrZero(), reader.ReadSampleRange());
        reader.EndRecord(record);
        return message;
    }
}
