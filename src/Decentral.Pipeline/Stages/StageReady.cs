namespace Decentral.Pipeline.Stages;

/// <summary>The lane has put a stage together.</summary>
internal sealed record StageReady(StageReplica Replica) : IDisposable
{
    public void Dispose() => Replica.Dispose();
}
