using System.Buffers;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// A block of a pool for one renting of it. Whoever uses it after it was returned is told so, even if the block is
/// rented to another by then. A pin holds it as its owner does.
/// </summary>
internal sealed class PooledMemory(PayloadPool pool, NativeBlock block, int length) : MemoryManager<byte>
{
    private int _holders = 1;
    private int _isDisposed;

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        return block.Span(length);
    }

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, length);
        Hold();
        return new MemoryHandle(block.PointerTo(elementIndex), pinnable: this);
    }

    public override void Unpin() => Release();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Release();
        }
    }

    private void Hold()
    {
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            ObjectDisposedException.ThrowIf(holders == 0 || Volatile.Read(ref _isDisposed) != 0, this);
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            pool.Return(block);
        }
    }
}
