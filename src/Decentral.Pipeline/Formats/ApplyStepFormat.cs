using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class ApplyStepFormat() : MessageFormat<ApplyStep>("pipeline.apply-step")
{
    public override void Write(ref MessageWriter writer, ApplyStep message) => writer.Write(message);

    public override ApplyStep Read(ref MessageReader reader) => reader.ReadApplyStep();
}
