using System.Buffers;
using Decentral.Actors.Transfers;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>Bulk data that is on its way here.</summary>
/// <param name="offer">What it is.</param>
/// <param name="memory">For its bytes, as many as it has at least; owned from now on.</param>
internal sealed class IncomingTransfer(TransferOffer offer, IMemoryOwner<byte> memory) : IDisposable
{
    /// <summary>What keeping a transfer takes besides its bytes.</summary>
    private const int OverheadBytes = 1024;

    private bool _isTaken;

    public TransferOffer Offer => offer;

    /// <summary>When its sender last spoke of it.</summary>
    public TimeSpan HeardAt { get; set; }

    /// <summary>Bytes received, from the start without a gap.</summary>
    public int Received { get; private set; }

    public bool IsWhole => Received == offer.Length;

    /// <summary>Bytes of memory that an offer takes until its transfer has ended; small ones count too.</summary>
    public static long CostOf(TransferOffer offer) => (long)offer.Length + offer.Header.Length + OverheadBytes;

    /// <summary>Takes what is new of a chunk that begins within what is there, or follows it.</summary>
    /// <returns>False when there is nothing new in it, or a gap before it, or it goes beyond the end.</returns>
    public bool TryAdd(long offset, ReadOnlySpan<byte> chunk)
    {
        if (offset < 0
            || offset > Received
            || chunk.Length > offer.Length - offset
            || offset + chunk.Length <= Received)
        {
            return false;
        }

        var news = chunk[(int)(Received - offset)..];
        news.CopyTo(memory.Memory.Span[Received..]);
        Received += news.Length;
        return true;
    }

    /// <summary>Ownership of the memory passes to the payload.</summary>
    public Payload TakePayload()
    {
        _isTaken = true;
        return new Payload(memory, offer.Length);
    }

    public void Dispose()
    {
        if (!_isTaken)
        {
            memory.Dispose();
        }
    }
}
