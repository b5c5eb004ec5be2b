namespace Decentral.Training.Workers;

/// <summary>The replica is ready.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Progress">What the worker was about when it was saved.</param>
internal sealed record ReplicaBuilt(WorkerReplica Replica, WorkerProgress Progress) : IDisposable
{
    public void Dispose()
    {
        Replica.Dispose();
        Progress.Dispose();
    }
}
