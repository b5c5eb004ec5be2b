using System.Threading.Channels;
using Decentral.Actors;
using Decentral.Pipeline.Conducting;

namespace Decentral.Benchmarks.Pipelines;

/// <summary>Passes on when steps are made.</summary>
internal sealed class StepListener(ChannelWriter<StepMade> steps) : Actor,
    IReceive<StepMade>, IReceive<PipelineFormed>, IReceive<PipelineLost>
{
    public void Receive(StepMade message) => steps.TryWrite(message);

    public void Receive(PipelineFormed message)
    {
    }

    public void Receive(PipelineLost message) => steps.TryComplete(new InvalidOperationException(message.Reason));
}
