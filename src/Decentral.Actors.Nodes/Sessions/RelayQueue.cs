using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Decentral.Actors.Nodes.Sessions;

/// <summary>
/// Batches of other nodes' bulk data that wait to be passed on. What does not fit is dropped: the windows of the
/// transfers keep that from happening, and a transfer that makes no progress is offered again. From any thread.
/// </summary>
internal sealed class RelayQueue(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<RelayedBatch> _waiting = new();
    private long _bytes;

    /// <summary>Copies a batch.</summary>
    /// <returns>False when there is no room for it.</returns>
    public bool TryAdd(ReadOnlySpan<byte> batch)
    {
        lock (_gate)
        {
            if (_bytes + batch.Length > capacity)
            {
                return false;
            }

            var memory = MemoryPool<byte>.Shared.Rent(batch.Length);
            batch.CopyTo(memory.Memory.Span);
            _waiting.Enqueue(new RelayedBatch(memory, batch.Length));
            _bytes += batch.Length;
            return true;
        }
    }

    /// <summary>The next batch; whoever takes it disposes of it.</summary>
    public bool TryTake([NotNullWhen(true)] out RelayedBatch? batch)
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out batch))
            {
                return false;
            }

            _bytes -= batch.Bytes.Length;
            return true;
        }
    }

    public void Clear()
    {
        while (TryTake(out var batch))
        {
            batch.Dispose();
        }
    }
}
