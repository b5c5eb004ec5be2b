namespace Decentral.Training.Shards;

/// <summary>The lane has reduced a round.</summary>
/// <param name="Reduction">The aggregate.</param>
internal sealed record ReductionDone(Reduction Reduction) : IDisposable
{
    public void Dispose() => Reduction.Dispose();
}
