namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// How much bulk data may be under way to one node, and in what pieces. The greatest rate of delivery and the least round trip
/// of late give the path's capacity; twice that much is let out, so that a faster path is found and a slow one never holds
/// more than a moment's worth (after BBR, Cardwell et al., ACM Queue 2016, without its phases). Time comes as an argument.
/// </summary>
internal sealed class TransferPacer
{
    /// <summary>The most of a path's time that one chunk takes.</summary>
    private static readonly TimeSpan ChunkTime = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a measured rate or round trip counts.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Queue<Piece> _underWay = new();
    private readonly WindowedExtreme _rates = new(Memory, greatest: true);
    private readonly WindowedExtreme _roundTrips = new(Memory, greatest: false);
    private long _delivered;
    private TimeSpan _deliveredAt;

    /// <summary>The least a chunk is, whatever the path: below it headers and system calls would be most of the work.</summary>
    public const int LeastChunk = 2 << 10;

    /// <summary>The most a chunk is: what a receiver has to take at once.</summary>
    public const int GreatestChunk = 256 << 10;

    private const int FirstWindow = 16 << 10;

    /// <summary>Bytes sent and not acknowledged.</summary>
    public long BytesUnderWay { get; private set; }

    /// <summary>When something was last acknowledged, or sent where nothing was under way.</summary>
    public TimeSpan ProgressedAt { get; private set; }

    /// <summary>The rate of delivery, in bytes a second; 0 before the first acknowledgement.</summary>
    public double Rate => _rates.Value;

    /// <summary>The least round trip of late, in seconds, with the receiver's work in it; 0 before the first.</summary>
    public double RoundTrip => _roundTrips.Value;

    /// <summary>Bytes of the next chunk at most.</summary>
    public int ChunkBytes => (int)Math.Clamp(Rate * ChunkTime.TotalSeconds, LeastChunk, GreatestChunk);

    /// <summary>Bytes that may be under way.</summary>
    public long Window => Rate > 0 ? Math.Max((long)(2 * Rate * RoundTrip), 4L * ChunkBytes) : FirstWindow;

    /// <summary>Whether another chunk may be sent.</summary>
    public bool HasRoom => BytesUnderWay < Window;

    public void Sent(int bytes, TimeSpan now)
    {
        if (BytesUnderWay == 0)
        {
            ProgressedAt = now;
            _deliveredAt = now;
        }

        _underWay.Enqueue(new Piece(bytes, now, _delivered, _deliveredAt));
        BytesUnderWay += bytes;
    }

    /// <summary>The oldest piece under way has been acknowledged; pieces arrive in the order they were sent.</summary>
    /// <returns>False when nothing was under way.</returns>
    public bool Acknowledged(TimeSpan now)
    {
        if (!_underWay.TryDequeue(out var piece))
        {
            return false;
        }

        BytesUnderWay -= piece.Bytes;
        _delivered += piece.Bytes;
        _deliveredAt = now;
        ProgressedAt = now;
        _roundTrips.Add((now - piece.SentAt).TotalSeconds, now);
        var elapsed = (now - piece.DeliveredAt).TotalSeconds;
        if (elapsed > 0)
        {
            _rates.Add((_delivered - piece.Delivered) / elapsed, now);
        }

        return true;
    }

    /// <summary>What was under way is gone with its link. What was measured stays.</summary>
    public void Forget()
    {
        _underWay.Clear();
        BytesUnderWay = 0;
    }

    /// <param name="Bytes">Of the chunk.</param>
    /// <param name="SentAt">When it was sent.</param>
    /// <param name="Delivered">Bytes that had been delivered by then.</param>
    /// <param name="DeliveredAt">When the last of those was acknowledged.</param>
    private readonly record struct Piece(int Bytes, TimeSpan SentAt, long Delivered, TimeSpan DeliveredAt);
}
