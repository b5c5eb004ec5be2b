using System.Buffers;
using Decentral.Actors.Transfers;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>Bulk data that is on its way here.</summary>
internal sealed class IncomingTransfer(TransferOffer offer) : IDisposable
{
    private readonly IMemoryOwner<byte> _memory = MemoryPool<byte>.Shared.Rent(Math.Max(1, offer.Length));
    private bool _isTaken;

    public TransferOffer Offer => offer;

    /// <summary>Bytes received, from the start without a gap.</summary>
    public int Received { get; private set; }

    public bool IsWhole => Received == offer.Length;

    /// <summary>Takes a chunk that follows what is there.</summary>
    /// <returns>False when it does not, or goes beyond the end.</returns>
    public bool TryAdd(long offset, ReadOnlySequence<byte> chunk)
    {
        if (offset != Received || chunk.Length > offer.Length - Received)
        {
            return false;
        }

        chunk.CopyTo(_memory.Memory.Span[Received..]);
        Received += (int)chunk.Length;
        return true;
    }

    /// <summary>Ownership of the memory passes to the payload.</summary>
    public Payload TakePayload()
    {
        _isTaken = true;
        return new Payload(_memory, offer.Length);
    }

    public void Dispose()
    {
        if (!_isTaken)
        {
            _memory.Dispose();
        }
    }
}
