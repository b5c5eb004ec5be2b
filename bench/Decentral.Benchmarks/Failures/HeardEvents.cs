using Decentral.Actors;
using Decentral.Pipeline.Conducting;

namespace Decentral.Benchmarks.Failures;

/// <summary>Hands on what a conductor tells.</summary>
internal sealed class HeardEvents(Action<StepMade> made, Action<PipelineFormed> formed, Action<PipelineLost> lost) : Actor,
    IReceive<StepMade>, IReceive<PipelineFormed>, IReceive<PipelineLost>
{
    public void Receive(StepMade message) => made(message);

    public void Receive(PipelineFormed message) => formed(message);

    public void Receive(PipelineLost message) => lost(message);
}
