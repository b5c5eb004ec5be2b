using Decentral.Training.Archives;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Training.Formats;

internal sealed class PartKeptFormat() : MessageFormat<PartKept>("training.part-kept")
{
    private const int Fields = 1;

    public override void Write(ref MessageWriter writer, PartKept message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Request);
    }

    public override PartKept Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new PartKept(reader.ReadRequest());
        reader.EndRecord(record);
        return message;
    }
}
