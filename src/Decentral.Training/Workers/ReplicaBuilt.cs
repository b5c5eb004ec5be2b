namespace Decentral.Training.Workers;

/// <summary>The replica is ready.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Work">What it had done of a round when it was saved; null at a boundary.</param>
internal sealed record ReplicaBuilt(WorkerReplica Replica, RoundWork? Work) : IDisposable
{
    public void Dispose() => Replica.Dispose();
}
