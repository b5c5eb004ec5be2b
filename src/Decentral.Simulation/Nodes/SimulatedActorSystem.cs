using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;
using Decentral.Actors.Messages;
using Decentral.Simulation.Network;

namespace Decentral.Simulation.Nodes;

/// <summary>One incarnation of a node: what its process would be.</summary>
internal sealed class SimulatedActorSystem : IActorSystem
{
    /// <summary>Incarnations of actors in one life of a node; the next life counts on from the next multiple.</summary>
    private const long ActorsInALife = 1L << 40;

    private readonly List<SimulatedActorCell> _roots = [];
    private readonly HashSet<SimulatedActorCell> _cells = [];
    private readonly Queue<Action> _unheardNews = new();
    private long _incarnations;
    private long _questions;
    private Task? _shutDown;

    public SimulatedActorSystem(SimulatedWorld world, Member member, Standstill standstill)
    {
        World = world;
        Member = member;
        Standstill = standstill;
        TraceId = StableHash.Of(member.Node.Name) ^ (ulong)member.Incarnation;
        _incarnations = member.Incarnation * ActorsInALife;
        Cluster = new ClusterView(member);
        Watches = new RemoteWatches(this);
        Network = new NodeNetwork(this);
        DeadLetterOffice = new DeadLetterOffice(world.Options.DeadLetterObserver, world.ActorLog);
    }

    public NodeId Node => Member.Node;

    public DeadLetterCounts DeadLetters => DeadLetterOffice.Counts;

    public SimulatedWorld World { get; }

    public Member Member { get; }

    public ulong TraceId { get; }

    /// <summary>Whether the process stands still, and what waits until it goes on.</summary>
    public Standstill Standstill { get; }

    public ClusterView Cluster { get; }

    public RemoteWatches Watches { get; }

    public NodeNetwork Network { get; }

    public DeadLetterOffice DeadLetterOffice { get; }

    public MessageStream News { get; } = new();

    /// <summary>The process runs; it may be isolated or removed from the run all the same.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>The authority's verdict that is under way.</summary>
    public IDisposable? Verdict { get; set; }

    public ActorRef Spawn(string name, Func<Actor> factory, SpawnOptions? options = null)
    {
        ActorName.ThrowIfInvalid(name);
        if (!IsAlive || _shutDown is not null)
        {
            throw new InvalidOperationException($"{Node} has crashed or shuts down and cannot spawn '{name}'.");
        }

        if (_roots.Exists(root => root.Self.Address.Path == name))
        {
            throw new InvalidOperationException(
                $"{Node} has a living root '{name}'; wait until it has stopped, or choose another name.");
        }

        var cell = new SimulatedActorCell(this, null, name, factory, options ?? SpawnOptions.Default);
        _roots.Add(cell);
        cell.Open();
        return cell.Self;
    }

    public void Tell<TMessage>(ActorRef receiver, TMessage message)
        where TMessage : notnull => SendFromOutside(receiver, Envelope.Of(message, ActorRef.None));

    public Task<TReply> Ask<TMessage, TReply>(
        ActorRef receiver, TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TMessage : notnull
        where TReply : notnull
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var question = new Question<TReply>(
            new ActorAddress(Node, "ask", ++_questions),
            $"from {receiver} in answer to {message.GetType().Name}",
            timeout,
            World.TimeProvider,
            TaskCreationOptions.None,
            cancellationToken);
        World.References.Add(question);
        var answer = question.Answer();
        SendFromOutside(receiver, Envelope.Of(message, question));
        return answer;
    }

    public Task<Exception?> WhenStopped(ActorRef actor) =>
        actor is SimulatedActorReference known ? known.Cell.WhenEnded : Task.FromResult<Exception?>(null);

    public Task ShutDown() => _shutDown ??= StopRoots();

    public long NextIncarnation() => ++_incarnations;

    public void Add(SimulatedActorCell cell) => _cells.Add(cell);

    public void CellEnded(SimulatedActorCell cell, Exception? failure)
    {
        _cells.Remove(cell);
        Cluster.Unsubscribe(cell);
        World.TellWatchers(cell);
        if (_roots.Remove(cell) && failure is not null)
        {
            World.RootFailed(new Failed(cell.Self, failure));
        }
    }

    /// <summary>Takes in news of members, or keeps it until the node sees others again.</summary>
    public void Hear(Action learn)
    {
        if (!IsAlive)
        {
            return;
        }

        _unheardNews.Enqueue(learn);
        if (!World.NodeOf(Node).IsOutOfSight)
        {
            DeliverNews();
        }
    }

    public void DeliverNews()
    {
        while (_unheardNews.TryDequeue(out var learn))
        {
            learn();
        }
    }

    public void GiveUpNames()
    {
        foreach (var cell in _cells)
        {
            cell.GiveUpName();
        }
    }

    /// <summary>The process dies: its actors vanish.</summary>
    public void Crash()
    {
        IsAlive = false;
        foreach (var cell in _cells)
        {
            cell.VanishWithNode();
        }

        _cells.Clear();
        _roots.Clear();
    }

    /// <summary>The root or child at a path, for faults that strike one actor; null when nobody lives there.</summary>
    public SimulatedActorCell? Find(string path) => _cells.FirstOrDefault(cell => cell.Self.Address.Path == path);

    private async Task StopRoots()
    {
        foreach (var root in _roots.ToArray().Reverse())
        {
            root.PostStop();
            await root.WhenEnded.ConfigureAwait(false);
        }
    }

    private void SendFromOutside(ActorRef receiver, in Envelope message)
    {
        if (_shutDown is null)
        {
            Network.Send(null, receiver, message);
        }
        else
        {
            DeadLetterOffice.Take(message, receiver, DeadLetterReason.NoReceiver);
        }
    }
}
