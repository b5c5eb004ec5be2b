namespace Decentral.Actors.Nodes.Links;

/// <summary>
/// Wakes the one who waits. Any number of sets before it wakes are one; whoever wakes looks for everything that there is to do.
/// </summary>
internal sealed class AsyncSignal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0);
    private int _isSet;

    /// <summary>From any thread.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _semaphore.Release();
        }
    }

    /// <summary>Waits until it is set, and unsets it.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);

        // What is set from here on wakes again; what was set before is seen by whoever has waited.
        Interlocked.Exchange(ref _isSet, 0);
    }

    public void Dispose() => _semaphore.Dispose();
}
