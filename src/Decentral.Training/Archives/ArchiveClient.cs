using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Archives;

/// <summary>
/// Fetches from the node with the run directory, and has it keep what this node saves. Asks again for as long as it takes:
/// that node may be restarted, or not be there yet.
/// </summary>
internal sealed class ArchiveClient : Actor,
    IReceive<FetchFromArchive>, IReceive<Transferred<ItemHeader>>, IReceive<ItemMissing>,
    IReceive<KeepInArchive>, IReceive<PartKept>, IReceive<ArchiveReviewDue>, IReceive<SendBallast>,
    IReceive<TransferCompleted>, IReceive<TransferFailed>
{
    private static readonly TimeSpan ReviewInterval = TimeSpan.FromSeconds(2);

    /// <summary>A part that arrived takes its time to be written; after this it is sent again.</summary>
    private static readonly TimeSpan WritingPatience = TimeSpan.FromSeconds(30);

    private readonly RunNames _names;
    private readonly SortedDictionary<long, FetchFromArchive> _fetching = [];
    private readonly SortedDictionary<long, Keeping> _keeping = [];
    private readonly Dictionary<TransferId, TaskCompletionSource<bool>> _ballast = [];
    private long _lastRequest;

    public ArchiveClient(RunNames names) => _names = names;

    private ActorRef Keeper => Context.Named(_names.Archive);

    public void Receive(FetchFromArchive message)
    {
        _fetching.Add(++_lastRequest, message);
        Context.Tell(Keeper, new FetchItem(_lastRequest, message.Item));
    }

    public void Receive(Transferred<ItemHeader> message)
    {
        if (!_fetching.Remove(message.Header.Request, out var fetching) || !fetching.Fetched.TrySetResult(message.Payload))
        {
            message.Dispose();
        }
    }

    public void Receive(ItemMissing message)
    {
        if (_fetching.Remove(message.Request, out var fetching))
        {
            fetching.Fetched.TrySetResult(null);
        }
    }

    public void Receive(KeepInArchive message)
    {
        var keeping = new Keeping(message);
        _keeping.Add(++_lastRequest, keeping);
        Send(_lastRequest, keeping);
    }

    public void Receive(PartKept message)
    {
        if (_keeping.Remove(message.Request, out var keeping))
        {
            keeping.Wanted.Dispose();
            keeping.Wanted.Kept.TrySetResult(true);
        }
    }

    public void Receive(SendBallast message) => _ballast.Add(
        Context.Transfer(Keeper, new BallastHeader(++_lastRequest), message.Ballast), message.Arrived);

    public void Receive(TransferCompleted message) => Note(message.Transfer, Context.Now + WritingPatience, hasArrived: true);

    public void Receive(TransferFailed message) => Note(message.Transfer, Context.Now, hasArrived: false);

    public void Receive(ArchiveReviewDue message)
    {
        Context.Schedule(ReviewInterval, message);
        foreach (var (request, fetching) in _fetching)
        {
            Context.Tell(Keeper, new FetchItem(request, fetching.Item));
        }

        foreach (var (request, keeping) in _keeping.Where(pair => pair.Value.DueAt <= Context.Now))
        {
            Send(request, keeping);
        }
    }

    protected override void Started() => Context.Schedule(ReviewInterval, new ArchiveReviewDue());

    protected override void Stopped()
    {
        foreach (var fetching in _fetching.Values)
        {
            fetching.Fetched.TrySetCanceled();
        }

        foreach (var keeping in _keeping.Values)
        {
            keeping.Wanted.Dispose();
            keeping.Wanted.Kept.TrySetCanceled();
        }

        foreach (var arrived in _ballast.Values)
        {
            arrived.TrySetCanceled();
        }
    }

    private void Send(long request, Keeping keeping)
    {
        var (snapshot, part, content, _) = keeping.Wanted;
        keeping.DueAt = null;
        keeping.Transfer = Context.Transfer(Keeper, new PartHeader(request, snapshot, part), content.Share());
    }

    private void Note(TransferId transfer, DateTimeOffset dueAt, bool hasArrived)
    {
        if (_ballast.Remove(transfer, out var arrived))
        {
            arrived.TrySetResult(hasArrived);
        }

        if (_keeping.Values.FirstOrDefault(keeping => keeping.Transfer == transfer) is { } keeping)
        {
            keeping.DueAt = dueAt;
        }
    }

    private sealed class Keeping(KeepInArchive wanted)
    {
        public KeepInArchive Wanted { get; } = wanted;

        public TransferId Transfer { get; set; }

        /// <summary>When it is to be sent again; null while it is under way.</summary>
        public DateTimeOffset? DueAt { get; set; }
    }
}
