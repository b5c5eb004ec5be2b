using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Sessions;

/// <summary>
/// What two nodes that are linked have for each other: it outlives the connections, of which there are at most two at a time,
/// and ends with an incarnation of either.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly Lock _gate = new();
    private FrameSocket? _control;
    private FrameSocket? _bulk;

    /// <param name="peer">Who is at the other end.</param>
    /// <param name="outboxBytes">Messages that may wait to be sent.</param>
    /// <param name="relayBytes">Bulk data of others that may wait to be passed on.</param>
    public Session(Member peer, int outboxBytes, int relayBytes)
    {
        Peer = peer;
        Control = new Outbox(outboxBytes, ControlWork);
        Answers = new Outbox(outboxBytes, BulkWork);
        Relay = new RelayQueue(relayBytes);
    }

    public Member Peer { get; }

    /// <summary>Of the last ping and its answer; zero before the first.</summary>
    public TimeSpan RoundTrip { get; set; }

    /// <summary>Messages, signs of life and news.</summary>
    public Outbox Control { get; }

    /// <summary>What is said about bulk data.</summary>
    public Outbox Answers { get; }

    /// <summary>Bulk data of others.</summary>
    public RelayQueue Relay { get; }

    /// <summary>There is something for the control link to send.</summary>
    public AsyncSignal ControlWork { get; } = new();

    /// <summary>There is something for the bulk link to send.</summary>
    public AsyncSignal BulkWork { get; } = new();

    /// <summary>Whether its control connection is up.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
            {
                return _control is not null;
            }
        }
    }

    /// <summary>Completes when the last control connection has ended.</summary>
    public Task ControlEnded { get; set; } = Task.CompletedTask;

    /// <summary>Lets the control connection send what waits, then ends it.</summary>
    public async Task FinishControlAsync()
    {
        Control.Finish();
        await Task.WhenAny(ControlEnded, Task.Delay(LinkPump.Farewell)).ConfigureAwait(false);
    }

    /// <summary>A control connection is up; a former one that has not noticed its end is ended.</summary>
    public void OpenControl(FrameSocket socket)
    {
        lock (_gate)
        {
            _control?.Abort();
            _control = socket;
            Control.Open();
        }
    }

    /// <summary>A control connection is down.</summary>
    /// <returns>False when another is up already.</returns>
    public bool CloseControl(FrameSocket socket)
    {
        lock (_gate)
        {
            if (_control != socket)
            {
                return false;
            }

            _control = null;
            Control.Close();
            return true;
        }
    }

    /// <summary>A bulk connection is up.</summary>
    public void OpenBulk(FrameSocket socket)
    {
        lock (_gate)
        {
            _bulk?.Abort();
            _bulk = socket;
            Answers.Open();
        }

        BulkWork.Set();
    }

    /// <summary>A bulk connection is down.</summary>
    /// <returns>False when another is up already.</returns>
    public bool CloseBulk(FrameSocket socket)
    {
        lock (_gate)
        {
            if (_bulk != socket)
            {
                return false;
            }

            _bulk = null;
            Answers.Close();
            Relay.Clear();
            return true;
        }
    }

    /// <summary>Ends its connections.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _control?.Abort();
            _bulk?.Abort();
        }
    }

    public void Dispose()
    {
        Relay.Clear();
        ControlWork.Dispose();
        BulkWork.Dispose();
    }
}
