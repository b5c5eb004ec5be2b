using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class CopyHeaderFormat() : MessageFormat<CopyHeader>("pipeline.copy-header")
{
    private const int Fields = 3;

    public override void Write(ref MessageWriter writer, CopyHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Epoch);
        writer.Write(message.Copy);
        writer.Write(message.OptimizerSteps);
    }

    public override CopyHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new CopyHeader(reader.ReadEpoch(), reader.ReadCopyId(), reader.ReadOptimizerSteps());
        reader.EndRecord(record);
        return message;
    }
}
