using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class CallRollFormat() : MessageFormat<CallRoll>("training.call-roll")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, CallRoll message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
    }

    public override CallRoll Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new CallRoll(reader.ReadTerm());
        reader.EndRecord(record);
        return message;
    }
}
