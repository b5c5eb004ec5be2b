namespace Decentral.Pipeline.Stages;

/// <summary>The lane has copied state out.</summary>
/// <param name="Copy">What.</param>
/// <param name="Asked">What for; null for a copy that protects.</param>
internal sealed record StateRead(StateCopy Copy, AskedFor? Asked) : IDisposable
{
    /// <summary>Whether it was read beside the passes, by another lane.</summary>
    public bool IsBeside { get; init; }

    public void Dispose() => Copy.Dispose();
}
