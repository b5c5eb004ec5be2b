using System.Buffers;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// Memory for payloads that come from other nodes. A run receives payloads of a few sizes again and again: what one has
/// left is kept for the next for a while, for pages that are there already cost nothing, and new ones about as much as
/// to receive into them. Time comes as an argument. From any thread.
/// </summary>
/// <param name="maxIdleBytes">Bytes kept for later payloads at most.</param>
/// <param name="idleTime">How long a block is kept of which nobody has need.</param>
/// <param name="leastPooled">Smaller ones are common memory, which is quickly had.</param>
internal sealed class PayloadPool(
    long maxIdleBytes, TimeSpan idleTime, int leastPooled = PayloadPool.LeastPooled)
{
    /// <summary>The least that is pooled where nothing else is said.</summary>
    public const int LeastPooled = 256 << 10;

    private readonly Lock _gate = new();

    // The longest unused one comes first.
    private readonly List<IdleBlock> _idle = [];
    private long _idleBytes;
    private long _allocatedBytes;
    private bool _isClosed;

    /// <summary>Bytes that nobody uses and that are kept.</summary>
    public long IdleBytes
    {
        get
        {
            lock (_gate)
            {
                return _idleBytes;
            }
        }
    }

    /// <summary>Bytes of blocks, in use or idle.</summary>
    public long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    /// <summary>Memory of that length at least, whose content is whatever was there before.</summary>
    public IMemoryOwner<byte> Rent(int length)
    {
        if (length < leastPooled)
        {
            return MemoryPool<byte>.Shared.Rent(Math.Max(1, length));
        }

        return new PooledMemory(this, TakeIdle((nuint)length) ?? Allocate((nuint)length), length);
    }

    /// <summary>Frees what has been idle for long, counted from the first review that found it so.</summary>
    public void Review(TimeSpan now)
    {
        List<NativeBlock> outdated = [];
        lock (_gate)
        {
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                if (_idle[i].Since is not { } since)
                {
                    _idle[i] = _idle[i] with { Since = now };
                }
                else if (now - since >= idleTime)
                {
                    outdated.Add(RemoveAt(i));
                }
            }
        }

        outdated.ForEach(static block => block.Dispose());
    }

    /// <summary>Keeps nothing any more: what is idle is freed now, and what is in use when it comes back.</summary>
    public void Close()
    {
        NativeBlock[] rest;
        lock (_gate)
        {
            _isClosed = true;
            rest = [.. _idle.Select(static idle => idle.Block)];
            _idle.Clear();
            _idleBytes = 0;
        }

        foreach (var block in rest)
        {
            block.Dispose();
        }
    }

    /// <summary>A block is used no more.</summary>
    internal void Return(NativeBlock block)
    {
        List<NativeBlock> surplus = [];
        lock (_gate)
        {
            if (_isClosed)
            {
                surplus.Add(block);
            }
            else
            {
                _idle.Add(new IdleBlock(block, null));
                _idleBytes += (long)block.Capacity;
                while (_idleBytes > maxIdleBytes)
                {
                    surplus.Add(RemoveAt(0));
                }
            }
        }

        surplus.ForEach(static block => block.Dispose());
    }

    /// <summary>A block is there no more.</summary>
    internal void NoteFreed(nuint capacity) => Interlocked.Add(ref _allocatedBytes, -(long)capacity);

    private NativeBlock Allocate(nuint length)
    {
        var block = new NativeBlock(length, this);
        Interlocked.Add(ref _allocatedBytes, (long)length);
        return block;
    }

    /// <summary>
    /// The smallest that is large enough, and not so large that most of it would lie idle while it is in use.
    /// </summary>
    private NativeBlock? TakeIdle(nuint length)
    {
        lock (_gate)
        {
            var best = -1;
            for (var i = 0; i < _idle.Count; i++)
            {
                var capacity = _idle[i].Block.Capacity;
                if (capacity >= length && capacity <= 2 * length && (best < 0 || capacity < _idle[best].Block.Capacity))
                {
                    best = i;
                }
            }

            return best < 0 ? null : RemoveAt(best);
        }
    }

    private NativeBlock RemoveAt(int index)
    {
        var block = _idle[index].Block;
        _idle.RemoveAt(index);
        _idleBytes -= (long)block.Capacity;
        return block;
    }

    /// <param name="Block">Which.</param>
    /// <param name="Since">The first review that found it idle; null before.</param>
    private readonly record struct IdleBlock(NativeBlock Block, TimeSpan? Since);
}
