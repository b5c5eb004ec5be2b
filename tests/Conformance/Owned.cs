namespace Decentral.Conformance;

/// <summary>A message that owns something, and counts how often it was released.</summary>
public sealed record Owned(long Value) : IDisposable
{
    private int _released;

    public int Released => Volatile.Read(ref _released);

    public void Dispose() => Interlocked.Increment(ref _released);
}
