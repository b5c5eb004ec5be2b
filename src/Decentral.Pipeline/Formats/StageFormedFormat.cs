using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class StageFormedFormat() : MessageFormat<StageFormed>("pipeline.stage-formed")
{
    private const int Fields = 2;

    public override void Write(ref MessageWriter writer, StageFormed message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Member);
        writer.Write(message.Epoch);
    }

    public override StageFormed Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new StageFormed(reader.ReadMemberId(), reader.ReadEpoch());
        reader.EndRecord(record);
        return message;
    }
}
