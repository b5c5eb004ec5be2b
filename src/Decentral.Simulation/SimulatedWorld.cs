using System.Globalization;
using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Messages;
using Decentral.Simulation.Faults;
using Decentral.Simulation.Network;
using Decentral.Simulation.Nodes;
using Decentral.Simulation.Randomness;
using Decentral.Simulation.Time;
using Microsoft.Extensions.Logging;

namespace Decentral.Simulation;

/// <summary>
/// Several nodes in virtual time on one thread: the same actors as anywhere else, with modelled links, devices, disks and
/// faults. One seed draws all that is left to chance, so that equal seeds give equal histories, bit for bit.
/// </summary>
public sealed class SimulatedWorld
{
    private readonly SortedDictionary<NodeId, SimulatedNode> _nodes = [];
    private readonly Dictionary<(NodeId From, NodeId To), Link> _links = [];
    private readonly List<(string Name, Func<string?> FindViolation)> _checkers = [];
    private readonly PriorityQueue<Fault, (long AtEvent, int Order)> _faults = new();
    private int _faultsPlanned;
    private Failed? _rootFailure;
    private Exception? _wireFailure;

    /// <summary>A world without nodes.</summary>
    public SimulatedWorld(SimulatedWorldOptions? options = null)
    {
        Options = options ?? new SimulatedWorldOptions();
        ActorLog = Options.LoggerFactory.CreateLogger("Decentral.Actors");
        Loop = new EventLoop(
            Options.Start, SeededRandom.For(Options.Seed, "lots"), Options.MaxEventsAtOneInstant);
        Membership = new MembershipAuthority(Loop, SeededRandom.For(Options.Seed, "membership"), Options);
        TimeProvider = new SimulatedTimeProvider(Loop, static () => true, static happening => happening());
        References = new ReferenceTable(Names);
    }

    /// <summary>What it was made with.</summary>
    public SimulatedWorldOptions Options { get; }

    /// <summary>Virtual time.</summary>
    public DateTimeOffset Now => Loop.Now;

    /// <summary>Events so far.</summary>
    public long Events => Loop.Events;

    /// <summary>The history so far as one number; whoever has more to say of it adds to it.</summary>
    public TraceDigest Trace => Loop.Trace;

    /// <summary>Virtual time for whatever takes a clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>The nodes, up or not, by id.</summary>
    public IReadOnlyCollection<SimulatedNode> Nodes => _nodes.Values;

    internal EventLoop Loop { get; }

    internal ILogger ActorLog { get; }

    internal MembershipAuthority Membership { get; }

    internal WellKnownNames Names { get; } = new();

    internal ReferenceTable References { get; }

    /// <summary>Adds a node and starts it.</summary>
    public SimulatedNode AddNode(string name, SimulatedNodeOptions? options = null)
    {
        var id = new NodeId(name);
        var node = new SimulatedNode(this, id, options ?? new SimulatedNodeOptions());
        _nodes.Add(id, node);
        node.Start();
        return node;
    }

    /// <summary>The node of that name.</summary>
    public SimulatedNode NodeOf(NodeId id) => _nodes.TryGetValue(id, out var node)
        ? node
        : throw new ArgumentException($"No node '{id}'; there are {string.Join(", ", _nodes.Keys)}.", nameof(id));

    /// <summary>Sets one direction between two nodes.</summary>
    public void SetLink(NodeId from, NodeId to, LinkProfile profile) => LinkBetween(from, to).Profile = profile;

    /// <summary>From now on nothing gets from one node to the other; the other direction is not touched.</summary>
    public void Cut(NodeId from, NodeId to) => LinkBetween(from, to).Cut();

    /// <summary>Ends <see cref="Cut"/>.</summary>
    public void Heal(NodeId from, NodeId to) => LinkBetween(from, to).Heal();

    /// <summary>Adds something that must always hold.</summary>
    /// <param name="name">What it is called when it fails.</param>
    /// <param name="findViolation">Called after every event; says what is wrong, or null.</param>
    public void AddChecker(string name, Func<string?> findViolation) => _checkers.Add((name, findViolation));

    /// <summary>Makes a fault strike once that many events have happened.</summary>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _faults.Enqueue(fault, (fault.AtEvent, _faultsPlanned++));
    }

    /// <summary>Sets the links and devices of a plan and adds its faults.</summary>
    public void Apply(FaultPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.ApplyTo(this);
    }

    /// <summary>Lets that much time pass, with all that happens in it.</summary>
    public void RunFor(TimeSpan time)
    {
        var until = Now + time;
        Run(() =>
        {
            while (Step(until))
            {
            }
        });
        Loop.MoveTo(until);
    }

    /// <summary>Runs until nothing is left to happen.</summary>
    public void RunUntilIdle() => Run(() =>
    {
        while (Step(DateTimeOffset.MaxValue))
        {
        }
    });

    /// <summary>Runs until something has come about.</summary>
    /// <param name="hasComeAbout">Asked after every event.</param>
    /// <param name="limit">The virtual time within which it must.</param>
    /// <exception cref="SimulationFailedException">It has not, or a checker or a root actor failed.</exception>
    public void RunUntil(Func<bool> hasComeAbout, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(hasComeAbout);
        var until = Now + limit;
        Run(() =>
        {
            while (!hasComeAbout())
            {
                if (!Step(until))
                {
                    throw Failure($"What was to come about within {limit} did not; {WhyNot()}", null);
                }
            }
        });
    }

    /// <summary>Runs until a task of this world has ended, and gives its result or its error.</summary>
    public TResult Run<TResult>(Task<TResult> task, TimeSpan limit)
    {
        RunUntil(() => task.IsCompleted, limit);
        return EndedTask.Take(task);
    }

    internal void RootFailed(Failed failed)
    {
        if (Options.RootFailureObserver is { } observer)
        {
            observer(failed);
        }
        else
        {
            _rootFailure ??= failed;
        }
    }

    internal void TellWatchers(SimulatedActorCell ended)
    {
        foreach (var node in _nodes.Values.Where(node => node.IsUp))
        {
            node.Present.Watches.WatchedStopped(ended);
        }
    }

    internal Link LinkBetween(NodeId from, NodeId to)
    {
        if (!_links.TryGetValue((from, to), out var link))
        {
            var random = SeededRandom.For(Options.Seed, $"link/{from}/{to}");
            link = new Link(NodeOf(from), NodeOf(to), Options.Links, Loop, random);
            _links.Add((from, to), link);
        }

        return link;
    }

    internal void ResendHeld(SimulatedNode node)
    {
        foreach (var link in _links.Values.Where(link => link.Touches(node)))
        {
            link.ResendHeld();
        }
    }

    /// <summary>
    /// Puts a message on the wire. One that has no way to travel is a mistake of the program, which ends the world: the actor
    /// that told it fails too, but a parent might well replace it, and nobody would hear why.
    /// </summary>
    internal Carriage Carry(in Envelope message)
    {
        try
        {
            return Options.Wire.Carry(message, References);
        }
        catch (Exception failure)
        {
            _wireFailure ??= failure;
            throw;
        }
    }

    /// <summary>The same for bulk data.</summary>
    internal Carriage CarryBulk(in Envelope message, long payloadBytes)
    {
        try
        {
            return Options.Wire.CarryBulk(message, payloadBytes, References);
        }
        catch (Exception failure)
        {
            _wireFailure ??= failure;
            throw;
        }
    }

    /// <summary>The life of a node in which a receiver is to be found; null when there is none.</summary>
    internal SimulatedActorSystem? SystemOf(ActorRef receiver) => receiver switch
    {
        SimulatedActorReference actor => actor.Cell.System,
        SimulatedNamedReference named => named.Bearer?.System,
        Recipient => _nodes.GetValueOrDefault(receiver.Address.Node)?.Life,
        _ => null,
    };

    private void Run(Action steps)
    {
        // Whoever awaits in here goes on in here: a context of the caller would take it to another thread.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        Loop.Enter();
        try
        {
            steps();
        }
        finally
        {
            Loop.Leave();
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private bool Step(DateTimeOffset until)
    {
        try
        {
            if (!Loop.Step(until))
            {
                return false;
            }
        }
        catch (Exception fault) when (fault is not SimulationFailedException)
        {
            throw Failure(fault.Message, fault);
        }

        StrikeFaults();
        Check();
        return true;
    }

    private void StrikeFaults()
    {
        while (_faults.TryPeek(out var fault, out _) && fault.AtEvent <= Loop.Events)
        {
            _faults.Dequeue();
            Trace.Add((ulong)fault.AtEvent);
            fault.Strike(this);
        }
    }

    private void Check()
    {
        if (_wireFailure is { } unsent)
        {
            throw Failure($"A message could not be sent: {unsent.Message}", unsent);
        }

        if (_rootFailure is { } failed)
        {
            throw Failure($"The root actor {failed.Child} failed: {failed.Cause.Message}", failed.Cause);
        }

        foreach (var (name, findViolation) in _checkers)
        {
            if (findViolation() is { } violation)
            {
                throw Failure($"{name}: {violation}", null);
            }
        }
    }

    private string WhyNot() => Loop.IsIdle
        ? "nothing is left to happen. If an actor waits for a task, that task must end through the simulated lane, disk or clock."
        : "other things still go on.";

    private SimulationFailedException Failure(string what, Exception? cause)
    {
        var seed = Options.Seed.ToString(CultureInfo.InvariantCulture);
        var replay = Options.ReplayCommand.Replace("{seed}", seed, StringComparison.Ordinal);
        return new SimulationFailedException(
            $"Seed {seed}, event {Loop.Events}, {Now - Options.Start} after the start: {what}\nTo see it again: {replay}",
            cause);
    }
}
