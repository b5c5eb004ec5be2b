namespace Decentral.Pipeline.Stages;

/// <summary>The lane has copied state out.</summary>
/// <param name="Copy">What.</param>
/// <param name="Asked">What for; null for a copy that protects.</param>
internal sealed record StateRead(StateCopy Copy, AskedFor? Asked) : IDisposable
{
    public void Dispose() => Copy.Dispose();
}
