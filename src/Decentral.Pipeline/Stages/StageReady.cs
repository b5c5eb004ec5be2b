using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>The lane has put a stage together.</summary>
/// <param name="Order">What was ordered.</param>
/// <param name="Replica">The stage.</param>
/// <param name="Before">What the member had before in the same state, for others who are to have a part of it; null for nothing.</param>
internal sealed record StageReady(FormStage Order, StageReplica Replica, StateCopy? Before) : IDisposable
{
    public void Dispose()
    {
        Replica.Dispose();
        Before?.Dispose();
    }
}
