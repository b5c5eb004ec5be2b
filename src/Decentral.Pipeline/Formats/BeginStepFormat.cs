using Decentral.Pipeline.Protocol;
using Decentral.Training.Formats;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class BeginStepFormat() : MessageFormat<BeginStep>("pipeline.begin-step")
{
    private const int Fields = 4;

    public override void Write(ref MessageWriter writer, BeginStep message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
        writer.Write(message.Epoch);
        writer.Write(message.Step);
        writer.Write(message.Microbatches);
    }

    public override BeginStep Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new BeginStep(
            reader.ReadTerm(), reader.ReadEpoch(), reader.ReadStep(), reader.ReadMicrobatches());
        reader.EndRecord(record);
        return message;
    }
}
