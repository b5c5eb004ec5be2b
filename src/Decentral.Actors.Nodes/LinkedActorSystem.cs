using Decentral.Actors.Local;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes;

/// <summary>The engine of one process among several that are linked around a hub.</summary>
public abstract class LinkedActorSystem : IActorSystem, IAsyncDisposable
{
    private readonly LocalActorSystem _local;
    private int _disposed;

    private protected LinkedActorSystem(Switchboard switchboard)
    {
        var options = switchboard.Options;
        Switchboard = switchboard;
        _local = new LocalActorSystem(new LocalActorSystemOptions
        {
            Node = options.Node,
            Profile = options.Profile,
            TimeProvider = options.TimeProvider,
            LoggerFactory = options.LoggerFactory,
            DeadLetterObserver = options.DeadLetterObserver,
            RootFailureObserver = options.RootFailureObserver,
            RemoteNodes = switchboard,
            FirstIncarnation = NodeIncarnation.FirstOfActors(switchboard.Self.Incarnation),
        });
        switchboard.Attach(_local);
    }

    /// <inheritdoc />
    public NodeId Node => _local.Node;

    /// <summary>This process as a member.</summary>
    public Member Self => Switchboard.Self;

    /// <summary>Everyone who is up, as far as this node knows, ordered by id.</summary>
    public IReadOnlyList<Member> Members => Switchboard.Roster.Members;

    /// <inheritdoc />
    public DeadLetterCounts DeadLetters => _local.DeadLetters;

    /// <summary>Which way bulk data of this node, or over this hub, has gone.</summary>
    public BulkByteCounts BulkBytes => Switchboard.Transfers.Counts;

    private protected Switchboard Switchboard { get; }

    /// <inheritdoc />
    public ActorRef Spawn(string name, Func<Actor> factory, SpawnOptions? options = null) =>
        _local.Spawn(name, factory, options);

    /// <inheritdoc />
    public void Tell<TMessage>(ActorRef receiver, TMessage message)
        where TMessage : notnull => _local.Tell(receiver, message);

    /// <inheritdoc />
    public Task<TReply> Ask<TMessage, TReply>(
        ActorRef receiver, TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TMessage : notnull
        where TReply : notnull => _local.Ask<TMessage, TReply>(receiver, message, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<Exception?> WhenStopped(ActorRef actor) => _local.WhenStopped(actor);

    /// <summary>A reference to whoever bears a well-known name; see <see cref="IActorContext.Named"/>.</summary>
    public ActorRef Named(string wellKnownName) => _local.Named(wellKnownName);

    /// <summary>The reference of an actor of this or another node.</summary>
    public ActorRef Resolve(ActorAddress address) => Switchboard.References.Resolve(address);

    /// <inheritdoc />
    public Task ShutDown() => _local.ShutDown();

    /// <summary>Shuts down, then leaves the others.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _local.DisposeAsync().ConfigureAwait(false);
        Switchboard.Transfers.Close();
        await UnlinkAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the links.</summary>
    private protected abstract Task UnlinkAsync();
}
