namespace Decentral.Actors.Nodes.Transfers;

/// <summary>Memory for payloads on their way here. From any thread.</summary>
internal sealed class ReceiveBudget
{
    private long _left;

    /// <param name="total">Bytes at one time.</param>
    public ReceiveBudget(long total)
    {
        Total = total;
        _left = total;
    }

    /// <summary>Bytes at one time.</summary>
    public long Total { get; }

    /// <summary>
    /// Bytes at one time that come from one node: whatever one sends, there is as much for all others.
    /// </summary>
    public long ShareOfOne => Total / 2;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _left, bytes);
}
