using System.Buffers;

namespace Decentral.Actors.Transfers;

/// <summary>
/// Immutable bytes with counted holders: the memory returns to its owner when the last handle is disposed of. One handle
/// has exactly one holder; <see cref="Share"/> makes another handle to the same bytes, as for a broadcast.
/// </summary>
public sealed class Payload : IDisposable
{
    private readonly Holding _holding;
    private int _disposed;

    /// <summary>Takes over rented memory, which nobody writes to from now on.</summary>
    /// <param name="owner">Ownership passes to the payload.</param>
    /// <param name="length">Bytes in use; at most what was rented.</param>
    public Payload(IMemoryOwner<byte> owner, int length)
        : this(new Holding(owner, length))
    {
    }

    private Payload(Holding holding) => _holding = holding;

    /// <summary>The bytes; valid until this handle is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">This handle has been disposed of.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            return _holding.Bytes;
        }
    }

    /// <summary>A payload of its own with the same bytes as some memory of others.</summary>
    public static Payload CopyOf(ReadOnlySpan<byte> bytes)
    {
        var memory = MemoryPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(memory.Memory.Span);
        return new Payload(memory, bytes.Length);
    }

    /// <summary>Another handle to the same bytes, to be disposed of on its own.</summary>
    public Payload Share()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        _holding.Retain();
        return new Payload(_holding);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _holding.Release();
        }
    }

    private sealed class Holding
    {
        private readonly IMemoryOwner<byte> _owner;
        private int _holders = 1;

        public Holding(IMemoryOwner<byte> owner, int length)
        {
            ArgumentNullException.ThrowIfNull(owner);
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, owner.Memory.Length);
            _owner = owner;
            Bytes = owner.Memory[..length];
        }

        public ReadOnlyMemory<byte> Bytes { get; }

        public void Retain() => Interlocked.Increment(ref _holders);

        public void Release()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
            {
                _owner.Dispose();
            }
        }
    }
}
