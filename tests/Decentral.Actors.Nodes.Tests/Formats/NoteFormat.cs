using Decentral.Conformance;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Tests.Formats;

internal sealed class NoteFormat() : MessageFormat<Note>("conformance.note")
{
    public override void Write(ref MessageWriter writer, Note message)
    {
        writer.BeginRecord(1);
        writer.Write(message.Value);
    }

    public override Note Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(1);
        var note = new Note(reader.ReadInt64());
        reader.EndRecord(record);
        return note;
    }
}
