namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// How much bulk data may be under way to one node, and in what pieces. The greatest rate of delivery and the least
/// round trip of late give the path's capacity; twice that much is let out, so that a faster path is found and a slow
/// one never holds more than a moment's worth (after BBR, Cardwell et al., ACM Queue 2016). What is let out waits in
/// the path and lengthens the round trips, so now and then one piece is sent alone: measured beside others only, the
/// least round trip, and with it what is let out, would double with every stretch of time that it is taken over. Time
/// comes as an argument.
/// </summary>
internal sealed class TransferPacer
{
    /// <summary>
    /// The least a chunk is, whatever the path: below it headers and system calls would be most of the work.
    /// </summary>
    public const int LeastChunk = 2 << 10;

    /// <summary>The most a chunk is: what a receiver has to take at once.</summary>
    public const int GreatestChunk = 256 << 10;

    private const int FirstWindow = 16 << 10;

    /// <summary>The most of a path's time that one chunk takes.</summary>
    private static readonly TimeSpan ChunkTime = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a measured rate or round trip counts.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Queue<Piece> _underWay = new();
    private readonly WindowedExtreme _rates = new(Memory, greatest: true);
    private long _delivered;
    private TimeSpan _deliveredAt;
    private TimeSpan _roundTripAt;
    private bool _isProbing;

    /// <summary>Bytes sent of which it is not known whether they have arrived.</summary>
    public long BytesUnderWay { get; private set; }

    /// <summary>When something was last acknowledged, or sent where nothing was under way.</summary>
    public TimeSpan ProgressedAt { get; private set; }

    /// <summary>The rate of delivery, in bytes a second; 0 before the first acknowledgement.</summary>
    public double Rate => _rates.Value;

    /// <summary>The least round trip of late, in seconds, with the receiver's work in it; 0 before the first.</summary>
    public double RoundTrip { get; private set; }

    /// <summary>Bytes of the next chunk at most.</summary>
    public int ChunkBytes => (int)Math.Clamp(Rate * ChunkTime.TotalSeconds, LeastChunk, GreatestChunk);

    /// <summary>Bytes that may be under way.</summary>
    public long Window =>
        _isProbing ? 1
        : Rate > 0 ? Math.Max((long)(2 * Rate * RoundTrip), 4L * ChunkBytes)
        : FirstWindow;

    /// <summary>Whether another chunk may be sent.</summary>
    public bool HasRoom => BytesUnderWay < Window;

    /// <summary>A piece has been sent.</summary>
    /// <param name="transfer">Of which transfer, by its number.</param>
    /// <param name="offset">From the transfer's start.</param>
    /// <param name="bytes">Of the piece.</param>
    /// <param name="now">When.</param>
    public void Sent(long transfer, long offset, int bytes, TimeSpan now)
    {
        var isAlone = BytesUnderWay == 0;
        if (isAlone)
        {
            ProgressedAt = now;
            _deliveredAt = now;
        }

        _underWay.Enqueue(new Piece(transfer, offset, bytes, isAlone, now, _delivered, _deliveredAt));
        BytesUnderWay += bytes;
    }

    /// <summary>
    /// A piece has arrived. Pieces arrive in the order they were sent: what was sent before it and has not, is lost.
    /// </summary>
    /// <returns>False when it was not under way.</returns>
    public bool Acknowledged(long transfer, long offset, TimeSpan now)
    {
        if (!TryTake(transfer, offset, out var piece))
        {
            return false;
        }

        _delivered += piece.Bytes;
        _deliveredAt = now;
        ProgressedAt = now;
        Measure((now - piece.SentAt).TotalSeconds, piece.IsAlone, now);
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

    private bool TryTake(long transfer, long offset, out Piece piece)
    {
        foreach (var candidate in _underWay)
        {
            if (candidate.Transfer == transfer && candidate.Offset == offset)
            {
                do
                {
                    piece = _underWay.Dequeue();
                    BytesUnderWay -= piece.Bytes;
                }
                while (piece != candidate);

                return true;
            }
        }

        piece = default;
        return false;
    }

    private void Measure(double roundTrip, bool isAlone, TimeSpan now)
    {
        if (RoundTrip == 0 || roundTrip <= RoundTrip || (_isProbing && isAlone))
        {
            RoundTrip = roundTrip;
            _roundTripAt = now;
            _isProbing = false;
        }
        else
        {
            _isProbing |= now - _roundTripAt > Memory;
        }
    }

    /// <param name="Transfer">Of which transfer.</param>
    /// <param name="Offset">From its start.</param>
    /// <param name="Bytes">Of the chunk.</param>
    /// <param name="IsAlone">Whether nothing else was under way when it was sent.</param>
    /// <param name="SentAt">When it was sent.</param>
    /// <param name="Delivered">Bytes that had been delivered by then.</param>
    /// <param name="DeliveredAt">When the last of those was acknowledged.</param>
    private readonly record struct Piece(
        long Transfer, long Offset, int Bytes, bool IsAlone, TimeSpan SentAt, long Delivered, TimeSpan DeliveredAt);
}
