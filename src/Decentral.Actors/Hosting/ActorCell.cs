using Decentral.Actors.Membership;
using Decentral.Actors.Messages;
using Decentral.Actors.Transfers;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Hosting;

/// <summary>
/// One actor's life, the same on every engine: an engine keeps the mailbox, the clock and the way to other actors, and
/// hands over what waits, one envelope at a time. Everything here runs in the actor's turn, except <see cref="Post"/>.
/// </summary>
public abstract partial class ActorCell : IActorContext
{
    private readonly ActorCell? _parent;
    private readonly Func<Actor> _factory;
    private readonly Dictionary<string, ActorCell> _children = new(StringComparer.Ordinal);
    private readonly List<ActorCell> _watchers = [];
    private readonly HashSet<ActorRef> _watched = [];
    private readonly HashSet<ScheduledMessage> _scheduled = [];
    private Actor? _actor;
    private LifeStage _stage = LifeStage.Running;
    private bool _stopRequested;
    private Exception? _failure;
    private long _transfers;

    /// <summary>A cell that waits for <see cref="Open"/>.</summary>
    /// <param name="parent">The cell that spawned it; null at the root.</param>
    /// <param name="factory">Makes the actor, in its first turn.</param>
    protected ActorCell(ActorCell? parent, Func<Actor> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _parent = parent;
        _factory = factory;
    }

    /// <inheritdoc />
    public abstract ActorRef Self { get; }

    /// <inheritdoc />
    public ActorRef Sender { get; private set; } = ActorRef.None;

    /// <inheritdoc />
    public ActorRef Parent => _parent?.Self ?? ActorRef.None;

    /// <inheritdoc />
    public abstract DateTimeOffset Now { get; }

    /// <inheritdoc />
    public abstract ICluster Cluster { get; }

    /// <inheritdoc />
    public abstract ILogger Log { get; }

    /// <summary>Where this engine's dead letters go.</summary>
    protected abstract DeadLetterOffice DeadLetters { get; }

    /// <summary>Queues a signal at this cell, or refuses it when the cell has ended. From any thread.</summary>
    public abstract void Post(Signal signal);

    /// <summary>Puts the first signal into the mailbox; an engine calls it once, when the cell can be reached.</summary>
    public void Open() => Post(BeginSignal.Instance);

    /// <summary>Asks the cell to stop after what it is handling. From any thread.</summary>
    public void PostStop() => Post(StopSignal.Instance);

    /// <summary>Makes the actor fail in its next turn, as if it had thrown. From any thread.</summary>
    public void PostFault(Exception fault) => Post(new FaultSignal(fault));

    /// <inheritdoc />
    public ActorRef Spawn(string name, Func<Actor> factory, SpawnOptions? options = null)
    {
        ActorName.ThrowIfInvalid(name);
        ThrowIfStopping($"spawn '{name}'");
        if (_children.ContainsKey(name))
        {
            throw new InvalidOperationException(
                $"{Self} has a living child '{name}'; wait for its {nameof(Terminated)}, or choose another name.");
        }

        var child = MakeChild(name, factory, options ?? SpawnOptions.Default);
        _children.Add(name, child);
        child.Open();
        return child.Self;
    }

    /// <inheritdoc />
    public void Stop(ActorRef actor)
    {
        if (actor == Self)
        {
            _stopRequested = true;
        }
        else if (CellOf(actor) is { } cell && cell._parent == this)
        {
            cell.PostStop();
        }
        else
        {
            throw new ArgumentException($"{Self} may stop itself and its children, and {actor} is neither.", nameof(actor));
        }
    }

    /// <inheritdoc />
    public void Tell<TMessage>(ActorRef receiver, TMessage message)
        where TMessage : notnull => Send(receiver, Envelope.Of(message, Self));

    /// <inheritdoc />
    public void Watch(ActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (_watched.Add(actor))
        {
            SendWatch(actor);
        }
    }

    /// <inheritdoc />
    public void Unwatch(ActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (_watched.Remove(actor))
        {
            SendUnwatch(actor);
        }
    }

    /// <inheritdoc />
    public ICancelable Schedule<TMessage>(TimeSpan delay, TMessage message)
        where TMessage : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ThrowIfStopping("schedule a message");
        var scheduled = new ScheduledMessage(this, Envelope.Of(message, ActorRef.None));
        _scheduled.Add(scheduled);
        scheduled.Arm(StartTimer(delay, scheduled));
        return scheduled;
    }

    /// <inheritdoc />
    public void PipeToSelf<TResult, TMessage>(
        Task<TResult> task, Func<TResult, TMessage> completed, Func<Exception, TMessage> failed)
        where TMessage : notnull
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(completed);
        ArgumentNullException.ThrowIfNull(failed);
        new TaskPipe<TResult, TMessage>(this, completed, failed).Await(task);
    }

    /// <inheritdoc />
    public TransferId Transfer<THeader>(ActorRef receiver, THeader header, Payload payload)
        where THeader : notnull
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(payload);
        var transfer = new TransferId(++_transfers);
        var message = Envelope.Of(new Transferred<THeader>(header, payload), Self);
        SendBulk(receiver, message, payload.Bytes.Length, transfer);
        return transfer;
    }

    /// <inheritdoc />
    public abstract ActorRef Named(string wellKnownName);

    /// <summary>Makes a child's cell without opening it.</summary>
    protected abstract ActorCell MakeChild(string name, Func<Actor> factory, SpawnOptions options);

    /// <summary>The cell behind a reference on this node; null for any other reference.</summary>
    protected abstract ActorCell? CellOf(ActorRef actor);

    /// <summary>Brings a message to its receiver, or to the dead letters.</summary>
    protected abstract void Send(ActorRef receiver, in Envelope message);

    /// <summary>Brings bulk data to its receiver and posts the outcome to this cell.</summary>
    protected abstract void SendBulk(ActorRef receiver, in Envelope message, long bytes, TransferId transfer);

    /// <summary>Arranges that a <see cref="TerminatedSignal"/> is posted to this cell when an actor is known to be gone.</summary>
    protected abstract void SendWatch(ActorRef actor);

    /// <summary>Takes back <see cref="SendWatch"/>.</summary>
    protected abstract void SendUnwatch(ActorRef actor);

    /// <summary>Arranges that a message fires after a delay, unless the returned timer is disposed of first.</summary>
    protected abstract IDisposable StartTimer(TimeSpan delay, ScheduledMessage message);

    /// <summary>
    /// The actor has stopped. Closes the mailbox, refuses what waits in it, and gives up the well-known name; afterwards
    /// parent and watchers are told.
    /// </summary>
    protected abstract void Close();

    /// <summary>The cell has ended and everyone has been told. The failure is null when it stopped in good order.</summary>
    protected abstract void Ended(Exception? failure);

    private void ThrowIfStopping(string deed)
    {
        if (_stage != LifeStage.Running)
        {
            throw new InvalidOperationException($"{Self} is stopping and cannot {deed} any more.");
        }
    }
}
