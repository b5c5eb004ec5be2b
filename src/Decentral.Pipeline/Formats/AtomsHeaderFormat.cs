using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class AtomsHeaderFormat() : MessageFormat<AtomsHeader>("pipeline.atoms-header")
{
    private const int Fields = 4;

    public override void Write(ref MessageWriter writer, AtomsHeader message)
    {
        writer.BeginRecord(Fields);
        writer.Write(message.Epoch);
        writer.Write(message.Stamp);
        writer.Write(message.Atoms);
        writer.Write(message.OptimizerSteps);
    }

    public override AtomsHeader Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(Fields);
        var message = new AtomsHeader(
            reader.ReadEpoch(), reader.ReadStamp(), reader.ReadAtoms(), reader.ReadOptimizerSteps());
        reader.EndRecord(record);
        return message;
    }
}
