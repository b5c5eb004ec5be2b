using Decentral.Pipeline.Protocol;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Formats;

internal sealed class StepRunFormat() : MessageFormat<StepRun>("pipeline.step-run")
{
    public override void Write(ref MessageWriter writer, StepRun message) => writer.Write(message);

    public override StepRun Read(ref MessageReader reader) => reader.ReadStepRun();
}
