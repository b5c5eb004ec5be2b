using Decentral.Training.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class StartAnewFormat() : MessageFormat<StartAnew>("training.start-anew")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, StartAnew message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Term);
    }

    public override StartAnew Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new StartAnew(reader.ReadTerm());
        reader.EndRecord(record);
        return message;
    }
}
