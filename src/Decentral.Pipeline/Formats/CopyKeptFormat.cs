using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class CopyKeptFormat() : MessageFormat<CopyKept>("pipeline.copy-kept")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, CopyKept message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Holder);
        writer.Write(message.Copy);
    }

    public override CopyKept Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new CopyKept(reader.ReadMemberId(), reader.ReadCopyId());
        reader.EndRecord(record);
        return message;
    }
}
