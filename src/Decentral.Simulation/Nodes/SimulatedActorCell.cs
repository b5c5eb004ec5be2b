using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;
using Decentral.Actors.Transfers;
using Decentral.Simulation.Network;
using Decentral.Simulation.Time;
using Microsoft.Extensions.Logging;

namespace Decentral.Simulation.Nodes;

/// <summary>A cell whose turns are events of the world.</summary>
internal sealed class SimulatedActorCell : ActorCell, ITurn
{
    private const ulong TimerTrace = 0x7_0002;

    private readonly Queue<Envelope> _mailbox = new();
    private readonly Dictionary<ActorRef, MessageStream> _streams = [];
    private readonly SimulatedActorReference _self;
    private readonly SpawnOptions _options;
    private readonly TaskCompletionSource<Exception?> _ended = new();
    private readonly ulong _traceId;
    private int _messagesWaiting;
    private bool _isReady;
    private bool _isClosed;
    private ILogger? _log;
    private NodeCluster? _cluster;

    public SimulatedActorCell(
        SimulatedActorSystem system, SimulatedActorCell? parent, string path, Func<Actor> factory, SpawnOptions options)
        : base(parent, factory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MailboxCapacity, 1);
        System = system;
        _options = options;
        _self = new SimulatedActorReference(new ActorAddress(system.Node, path, system.NextIncarnation()), this);
        _traceId = StableHash.Of(path) ^ system.TraceId ^ (ulong)_self.Address.Incarnation;
        if (options.WellKnownName is not null)
        {
            system.World.Names.Give(options.WellKnownName, this);
        }

        system.Add(this);
        system.World.References.Add(_self);
    }

    public SimulatedActorSystem System { get; }

    public override ActorRef Self => _self;

    public override DateTimeOffset Now => System.World.Now;

    public override ICluster Cluster => _cluster ??= new NodeCluster(System.Cluster, this);

    public override ILogger Log => _log ??= new AddressedLogger(System.World.ActorLog, _self);

    public Task<Exception?> WhenEnded => _ended.Task;

    /// <summary>It has ended, in good order or with its node.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

    protected override DeadLetterOffice DeadLetters => System.DeadLetterOffice;

    public DeadLetterReason? TryAccept(in Envelope message)
    {
        System.World.Loop.ThrowIfForeignThread();
        if (_isClosed)
        {
            return DeadLetterReason.NoReceiver;
        }

        if (_messagesWaiting >= _options.MailboxCapacity)
        {
            return DeadLetterReason.MailboxFull;
        }

        _messagesWaiting++;
        Enqueue(message);
        return null;
    }

    public override void Post(Signal signal)
    {
        System.World.Loop.ThrowIfForeignThread();
        if (_isClosed)
        {
            signal.Refuse();
        }
        else
        {
            Enqueue(new Envelope(signal));
        }
    }

    public override ActorRef Named(string wellKnownName) => System.World.References.Named(wellKnownName);

    public bool Take(TraceDigest trace)
    {
        if (System.Standstill.IsFrozen)
        {
            MakeReadyWhenAwake();
            return false;
        }

        if (_mailbox.TryDequeue(out var envelope))
        {
            trace.Add(_traceId);
            trace.Add(envelope.TraceId);
            if (envelope.Type is not null)
            {
                _messagesWaiting--;
            }

            Handle(envelope);
        }

        return _isReady = _mailbox.Count > 0;
    }

    /// <summary>Its node died: nothing of it runs any more.</summary>
    public void VanishWithNode()
    {
        _isClosed = true;
        GiveUpName();
        Vanish();
        while (_mailbox.TryDequeue(out var envelope))
        {
            if (envelope.Type is null)
            {
                ((Signal)envelope.Carried).Refuse();
            }
            else
            {
                envelope.Release();
            }
        }

        _ended.TrySetResult(new NodeCrashedException(System.Node));
    }

    /// <summary>What this actor tells a receiver on another node.</summary>
    public MessageStream StreamTo(ActorRef receiver)
    {
        if (!_streams.TryGetValue(receiver, out var stream))
        {
            stream = new MessageStream();
            _streams.Add(receiver, stream);
        }

        return stream;
    }

    /// <summary>Its node was removed from the run: whoever succeeds it may bear its name.</summary>
    public void GiveUpName()
    {
        if (_options.WellKnownName is not null)
        {
            System.World.Names.TakeBack(_options.WellKnownName, this);
        }
    }

    protected override ActorCell MakeChild(string name, Func<Actor> factory, SpawnOptions options) =>
        new SimulatedActorCell(System, this, $"{_self.Address.Path}/{name}", factory, options);

    protected override ActorCell? CellOf(ActorRef actor) => (actor as SimulatedActorReference)?.Cell;

    protected override void Send(ActorRef receiver, in Envelope message) => System.Network.Send(this, receiver, message);

    protected override void SendBulk(ActorRef receiver, in Envelope message, long bytes, TransferId transfer) =>
        System.Network.SendBulk(this, receiver, message, bytes, transfer);

    protected override void SendWatch(ActorRef actor)
    {
        switch (actor)
        {
            case SimulatedActorReference watched when watched.Cell.System == System:
                watched.Cell.Post(new WatchSignal(this, actor));
                break;
            case SimulatedActorReference watched:
                System.Watches.Add(this, watched.Cell);
                break;
            case SimulatedNamedReference:
                throw new ArgumentException(
                    $"{Self} cannot watch the well-known name '{actor.Address.Path}', which outlives its bearers; "
                    + "watch the reference of a bearer, as Sender gives it.",
                    nameof(actor));
            default:
                Post(new TerminatedSignal(actor));
                break;
        }
    }

    protected override void SendUnwatch(ActorRef actor)
    {
        if (actor is not SimulatedActorReference watched)
        {
            return;
        }

        if (watched.Cell.System == System)
        {
            watched.Cell.Post(new UnwatchSignal(this));
        }
        else
        {
            System.Watches.Remove(this, watched.Cell);
        }
    }

    protected override IDisposable StartTimer(TimeSpan delay, ScheduledMessage message) =>
        System.World.Loop.Plan(delay, TimerTrace ^ _traceId, message.Fire);

    protected override void Close()
    {
        _isClosed = true;
        while (_mailbox.TryDequeue(out var envelope))
        {
            Refuse(envelope);
        }

        GiveUpName();
    }

    protected override void Ended(Exception? failure)
    {
        System.CellEnded(this, failure);
        _ended.TrySetResult(failure);
    }

    private void MakeReadyWhenAwake()
    {
        var system = System;
        if (system.Standstill.IsFrozen)
        {
            system.Standstill.WhenAwake(() => system.World.Loop.MakeReady(this));
        }
        else
        {
            system.World.Loop.MakeReady(this);
        }
    }

    private void Enqueue(in Envelope envelope)
    {
        _mailbox.Enqueue(envelope);
        if (!_isReady)
        {
            _isReady = true;
            MakeReadyWhenAwake();
        }
    }
}
