using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Sessions;

/// <summary>
/// What two nodes that are linked have for each other: it outlives the connections, of which there are at most two at a
/// time, and ends with an incarnation of either.
/// </summary>
internal sealed class Session
{
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

    /// <summary>Of the last ping and its answer; zero before the first.</summary>
    public TimeSpan RoundTrip { get; set; }

    public LinkSlot ControlLink { get; }

    public LinkSlot BulkLink { get; }

    /// <summary>Messages, signs of life and news.</summary>
    public Outbox Control => ControlLink.Outbox;

    /// <summary>What is said about bulk data.</summary>
    public Outbox Answers => BulkLink.Outbox;

    /// <summary>There is something for the bulk link to send.</summary>
    public AsyncSignal BulkWork => BulkLink.Work;

    /// <summary>Bulk data of others.</summary>
    public RelayQueue Relay { get; }

    /// <summary>Whether its control connection is up.</summary>
    public bool IsConnected => ControlLink.IsOpen;

    /// <summary>Takes bulk data of others, which is dropped where there is no link or no room for it.</summary>
    public void PassOn(ReadOnlySpan<byte> chunk)
    {
        if (BulkLink.IsOpen && Relay.TryAdd(chunk))
        {
            BulkWork.Set();
        }
    }

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
