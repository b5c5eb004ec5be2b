using Decentral.Actors;
using Decentral.Pipeline.Conducting;

namespace Decentral.Pipeline.Tests.Worlds;

/// <summary>Notes what becomes of a pipeline.</summary>
internal sealed class PipelineListener(List<object> heard) : Actor,
    IReceive<StepMade>, IReceive<PipelineFormed>, IReceive<PipelineLost>
{
    public void Receive(StepMade message) => heard.Add(message);

    public void Receive(PipelineFormed message) => heard.Add(message);

    public void Receive(PipelineLost message) => heard.Add(message);
}
