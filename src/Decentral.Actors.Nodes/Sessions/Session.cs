using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Peers;

namespace Decentral.Actors.Nodes.Sessions;

/// <summary>
/// What two nodes that are linked have for each other: it outlives the connections, of which there are at most two at a
/// time, and ends with an incarnation of either.
/// </summary>
internal sealed class Session
{
    private long _carriedAt;

    /// <param name="peer">Who is at the other end.</param>
    /// <param name="options">Bounds of what may wait.</param>
    public Session(Member peer, NodesOptions options)
    {
        Peer = peer;
        ControlLink = new LinkSlot(options.OutboxBytes, options.MaxWaitingBytes);
        BulkLink = new LinkSlot(options.OutboxBytes, options.MaxWaitingBytes);
        Relay = new RelayQueue(options.RelayBytes);
    }

    public Member Peer { get; }

    /// <summary>Whether it is that of two nodes past their hub, which have bulk data for each other and nothing else.</summary>
    public bool IsDirect { get; init; }

    /// <summary>How its peers reach whoever is at the other end; kept by the hub.</summary>
    public PeerContact Contact { get; set; } = PeerContact.None;

    /// <summary>Of the last ping and its answer; zero before the first.</summary>
    public TimeSpan RoundTrip { get; set; }

    public LinkSlot ControlLink { get; }

    public LinkSlot BulkLink { get; }

    /// <summary>Messages, signs of life and news.</summary>
    public Outbox Control => ControlLink.Outbox;

    /// <summary>What is said about bulk data.</summary>
    public Outbox Answers => BulkLink.Outbox;

    /// <summary>When bulk data last went over its link, or the link was opened, as a timestamp.</summary>
    public long CarriedAt => Interlocked.Read(ref _carriedAt);

    /// <summary>There is something for the bulk link to send.</summary>
    public AsyncSignal BulkWork => BulkLink.Work;

    /// <summary>Bulk data of others.</summary>
    public RelayQueue Relay { get; }

    /// <summary>Whether its control connection is up.</summary>
    public bool IsConnected => ControlLink.IsOpen;

    /// <summary>Takes bulk data of others.</summary>
    /// <returns>False where it is dropped, because there is no link or no room for it.</returns>
    public bool TryPassOn(ReadOnlySpan<byte> chunk)
    {
        if (!BulkLink.IsOpen || !Relay.TryAdd(chunk))
        {
            return false;
        }

        BulkWork.Set();
        return true;
    }

    /// <summary>Bulk data has gone over its link.</summary>
    public void Carried(long timestamp) => Interlocked.Exchange(ref _carriedAt, timestamp);

    /// <summary>The bulk connection has ended.</summary>
    public void CloseBulk()
    {
        BulkLink.Close();
        Relay.Clear();
    }

    /// <summary>Breaks its connections.</summary>
    public void Abort()
    {
        ControlLink.Abort();
        BulkLink.Abort();
    }
}
