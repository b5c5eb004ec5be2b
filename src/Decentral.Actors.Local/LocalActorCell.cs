using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;
using Decentral.Actors.Transfers;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Local;

/// <summary>A cell whose turns run on the thread pool.</summary>
internal sealed class LocalActorCell : ActorCell, IThreadPoolWorkItem
{
    private readonly LocalActorSystem _system;
    private readonly Mailbox _mailbox;
    private readonly string? _wellKnownName;
    private readonly LocalActorReference _self;
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ILogger? _log;
    private ICluster? _cluster;

    public LocalActorCell(
        LocalActorSystem system, LocalActorCell? parent, string path, Func<Actor> factory, SpawnOptions options)
        : base(parent, factory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MailboxCapacity, 1);
        _system = system;
        _mailbox = new Mailbox(options.MailboxCapacity);
        _self = new LocalActorReference(new ActorAddress(system.Node, path, system.NextIncarnation()), this);
        _wellKnownName = options.WellKnownName;
        if (_wellKnownName is not null)
        {
            system.Names.Give(_wellKnownName, this);
        }

        system.Living.Add(_self);
        if (_wellKnownName is not null)
        {
            system.Options.RemoteNodes?.NameGiven(_wellKnownName, _self);
        }
    }

    public override ActorRef Self => _self;

    public LocalActorReference Reference => _self;

    public override DateTimeOffset Now => _system.Options.TimeProvider.GetUtcNow();

    public override ICluster Cluster =>
        _cluster ??= _system.Options.RemoteNodes?.ClusterOf(this) ?? new LocalCluster(_system.Member, this);

    public override ILogger Log => _log ??= new AddressedLogger(_system.ActorLog, _self);

    /// <summary>Completes when the actor has stopped, with its failure where it had one.</summary>
    public Task<Exception?> WhenEnded => _ended.Task;

    protected override DeadLetterOffice DeadLetters => _system.DeadLetterOffice;

    public DeadLetterReason? TryAccept(in Envelope message)
    {
        switch (_mailbox.PostMessage(message))
        {
            case PostOutcome.Queued:
                return null;
            case PostOutcome.TurnDue:
                QueueTurn();
                return null;
            case PostOutcome.Full:
                return DeadLetterReason.MailboxFull;
            case PostOutcome.Closed:
            default:
                return DeadLetterReason.NoReceiver;
        }
    }

    public override void Post(Signal signal)
    {
        switch (_mailbox.PostSignal(signal))
        {
            case PostOutcome.TurnDue:
                QueueTurn();
                break;
            case PostOutcome.Closed:
                signal.Refuse();
                break;
            case PostOutcome.Queued:
            case PostOutcome.Full:
            default:
                break;
        }
    }

    public override ActorRef Named(string wellKnownName) => _system.Named(wellKnownName);

    void IThreadPoolWorkItem.Execute()
    {
        for (var handled = 0; handled < _system.Options.TurnLength; handled++)
        {
            if (!_mailbox.TryTake(out var envelope))
            {
                return;
            }

            Handle(envelope);
        }

        QueueTurn();
    }

    protected override ActorCell MakeChild(string name, Func<Actor> factory, SpawnOptions options) =>
        new LocalActorCell(_system, this, $"{_self.Address.Path}/{name}", factory, options);

    protected override ActorCell? CellOf(ActorRef actor) => (actor as LocalActorReference)?.Cell;

    protected override void Send(ActorRef receiver, in Envelope message) => _system.Send(receiver, message);

    protected override void SendBulk(ActorRef receiver, in Envelope message, long bytes, TransferId transfer)
    {
        if (LocalActorSystem.BearerOf(receiver) is RemoteRecipient remote)
        {
            remote.SendBulk(this, message, transfer);
            return;
        }

        var refusal = LocalActorSystem.TrySend(receiver, message);
        if (refusal is { } reason)
        {
            _system.DeadLetterOffice.Take(message, receiver, reason);
            Post(NoticeSignal.Of(new TransferFailed(transfer, $"{receiver} did not take {bytes} bytes: {reason}.")));
        }
        else
        {
            Post(NoticeSignal.Of(new TransferCompleted(transfer)));
        }
    }

    protected override void SendWatch(ActorRef actor)
    {
        Signal answer = new WatchSignal(this, actor);
        if (actor is LocalActorReference local)
        {
            local.Cell.Post(answer);
        }
        else if (actor is RemoteRecipient remote)
        {
            remote.Watch(this);
        }
        else if (actor is NamedReference)
        {
            throw new ArgumentException(
                $"{Self} cannot watch the well-known name '{actor.Address.Path}', which outlives its bearers; "
                + "watch the reference of a bearer, as Sender gives it.",
                nameof(actor));
        }
        else
        {
            answer.Refuse();
        }
    }

    protected override void SendUnwatch(ActorRef actor)
    {
        (actor as LocalActorReference)?.Cell.Post(new UnwatchSignal(this));
        (actor as RemoteRecipient)?.Unwatch(this);
    }

    protected override IDisposable StartTimer(TimeSpan delay, ScheduledMessage message) =>
        _system.Options.TimeProvider.CreateTimer(
            static scheduled => ((ScheduledMessage)scheduled!).Fire(), message, delay, Timeout.InfiniteTimeSpan);

    protected override void Close()
    {
        _mailbox.Close();
        while (_mailbox.TryTake(out var envelope))
        {
            Refuse(envelope);
        }

        if (_wellKnownName is not null)
        {
            _system.Names.TakeBack(_wellKnownName);
            _system.Options.RemoteNodes?.NameTakenBack(_wellKnownName, _self);
        }

        _system.Living.Remove(_self);
        _system.Options.RemoteNodes?.ActorEnded(_self);
    }

    protected override void Ended(Exception? failure)
    {
        _system.CellEnded(this, failure);
        _ended.SetResult(failure);
    }

    // One global queue, not the thread's own: two actors that keep one another busy would else starve a third.
    private void QueueTurn() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
