using Decentral.Actors;
using Decentral.Actors.Transfers;

namespace Decentral.Training.Archives;

/// <summary>Serves the other nodes with what the node of the run directory has, and keeps what they save.</summary>
/// <param name="archive">Has it.</param>
public sealed class ArchiveKeeper(IArchive archive) : Actor,
    IReceive<FetchItem>, IReceive<ItemRead>, IReceive<Transferred<PartHeader>>, IReceive<PartWasKept>, IReceive<ArchiveFailed>,
    IReceive<Transferred<BallastHeader>>,
    IReceive<TransferCompleted>, IReceive<TransferFailed>
{
    /// <summary>What one node may have read or under way at a time; it asks again for the rest.</summary>
    private const int MostForOne = 4;

    private const int MostRemembered = 1024;

    /// <summary>The same for all together.</summary>
    private const int MostForAll = 16;

    /// <summary>What is being read or is under way, and for whom.</summary>
    private readonly HashSet<(ActorRef Asker, long Request)> _serving = [];

    private readonly Dictionary<TransferId, (ActorRef Asker, long Request)> _sending = [];

    /// <summary>Parts that are being written, and those written of late: a repetition of one changes nothing.</summary>
    private readonly Dictionary<(ActorRef Sender, long Request), bool> _isKept = [];

    /// <inheritdoc />
    public void Receive(FetchItem message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var (asker, request) = (Sender, message.Request);
        var isTooMuch = _serving.Count >= MostForAll || _serving.Count(served => served.Asker == asker) >= MostForOne;
        if (!isTooMuch && _serving.Add((asker, request)))
        {
            Context.PipeToSelf<Payload?, object>(
                archive.Read(message.Item),
                content => new ItemRead(asker, request, content),
                error => new ArchiveFailed(error));
        }
    }

    void IReceive<ItemRead>.Receive(ItemRead message)
    {
        var served = (message.Asker, message.Request);
        if (message.Content is not { } content)
        {
            _serving.Remove(served);
            Context.Tell(message.Asker, new ItemMissing(message.Request));
            return;
        }

        _sending.Add(Context.Transfer(message.Asker, new ItemHeader(message.Request), content), served);
    }

    /// <inheritdoc />
    public void Receive(Transferred<PartHeader> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var (sender, header) = (Sender, message.Header);
        if (_isKept.TryGetValue((sender, header.Request), out var isKept))
        {
            message.Dispose();
            if (isKept)
            {
                Context.Tell(sender, new PartKept(header.Request));
            }

            return;
        }

        Forget(MostRemembered);
        _isKept.Add((sender, header.Request), false);
        Context.PipeToSelf<bool, object>(
            archive.Keep(sender.Address.Node, header.Snapshot, header.Part, message.Payload),
            _ => new PartWasKept(sender, header.Request),
            error => new ArchiveFailed(error));
    }

    /// <inheritdoc />
    public void Receive(Transferred<BallastHeader> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.Dispose();
    }

    void IReceive<PartWasKept>.Receive(PartWasKept message)
    {
        _isKept[(message.Sender, message.Request)] = true;
        Context.Tell(message.Sender, new PartKept(message.Request));
    }

    void IReceive<ArchiveFailed>.Receive(ArchiveFailed message) =>
        throw new ArchiveFailedException(message.Error.Message, message.Error);

    /// <inheritdoc />
    public void Receive(TransferCompleted message) => Forget(message.Transfer);

    /// <inheritdoc />
    public void Receive(TransferFailed message)
    {
        // Whoever wants it asks again.
        ArgumentNullException.ThrowIfNull(message);
        Forget(message.Transfer);
    }

    /// <summary>Forgets what was written longest ago, where there is more than that.</summary>
    private void Forget(int most)
    {
        if (_isKept.Count >= most)
        {
            foreach (var written in _isKept.Where(part => part.Value).Select(part => part.Key).Take(most / 2).ToList())
            {
                _isKept.Remove(written);
            }
        }
    }

    private void Forget(TransferId transfer)
    {
        if (_sending.Remove(transfer, out var served))
        {
            _serving.Remove(served);
        }
    }
}
