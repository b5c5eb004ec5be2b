using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;
using Decentral.Actors.Messages;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Local;

/// <summary>
/// The engine of one process: turns run on the thread pool, messages wait in bounded mailboxes, and the process is the
/// only member of its run.
/// </summary>
public sealed class LocalActorSystem : IActorSystem, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<LocalActorCell> _roots = [];
    private long _incarnations;
    private Task? _shutDown;

    /// <summary>A system with no actors yet.</summary>
    public LocalActorSystem(LocalActorSystemOptions? options = null)
    {
        Options = options ?? new LocalActorSystemOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.TurnLength, 1);
        Member = Options.RemoteNodes?.Self ?? new Member(Options.Node, 1, Options.Profile);
        ActorLog = Options.LoggerFactory.CreateLogger("Decentral.Actors");
        DeadLetterOffice = new DeadLetterOffice(Options.DeadLetterObserver, ActorLog);
    }

    /// <inheritdoc />
    public NodeId Node => Options.Node;

    /// <inheritdoc />
    public DeadLetterCounts DeadLetters => DeadLetterOffice.Counts;

    internal LocalActorSystemOptions Options { get; }

    internal Member Member { get; }

    internal ILogger ActorLog { get; }

    /// <summary>Where the dead letters of an engine that is built on this one go too.</summary>
    public DeadLetterOffice DeadLetterOffice { get; }

    internal WellKnownNames Names { get; } = new();

    internal LivingRecipients Living { get; } = new();

    /// <inheritdoc />
    public ActorRef Spawn(string name, Func<Actor> factory, SpawnOptions? options = null)
    {
        ActorName.ThrowIfInvalid(name);
        lock (_gate)
        {
            if (_shutDown is not null)
            {
                throw new InvalidOperationException($"{Node} is shutting down and cannot spawn '{name}'.");
            }

            if (_roots.Exists(root => root.Self.Address.Path == name))
            {
                throw new InvalidOperationException(
                    $"{Node} has a living root '{name}'; wait until it has stopped, or choose another name.");
            }

            var cell = new LocalActorCell(this, null, name, factory, options ?? SpawnOptions.Default);
            _roots.Add(cell);
            cell.Open();
            return cell.Self;
        }
    }

    /// <inheritdoc />
    public void Tell<TMessage>(ActorRef receiver, TMessage message)
        where TMessage : notnull => SendFromOutside(receiver, Envelope.Of(message, ActorRef.None));

    /// <inheritdoc />
    public Task<TReply> Ask<TMessage, TReply>(
        ActorRef receiver, TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TMessage : notnull
        where TReply : notnull
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var incarnation = NextIncarnation();
        var address = new ActorAddress(Node, $"ask/{incarnation}", incarnation);
        var question = new Question<TReply>(
            address,
            $"from {receiver} in answer to {message.GetType().Name}",
            timeout,
            Options.TimeProvider,
            TaskCreationOptions.RunContinuationsAsynchronously,
            cancellationToken);
        Living.Add(question);
        var answer = AnswerOf(question);
        SendFromOutside(receiver, Envelope.Of(message, question));
        return answer;
    }

    /// <summary>
    /// A living actor of this process, or whoever waits for an answer, for messages that come from elsewhere; null when it
    /// is gone.
    /// </summary>
    /// <param name="path">As in its address.</param>
    /// <param name="incarnation">As in its address.</param>
    public Recipient? FindLiving(ReadOnlySpan<char> path, long incarnation) => Living.Find(path, incarnation);

    /// <summary>Whoever bears a well-known name in this process; null when nobody does.</summary>
    public Recipient? FindBearer(string wellKnownName) => Names.Find(wellKnownName)?.Reference;

    /// <summary>The living actors of this process that bear well-known names.</summary>
    public IReadOnlyList<KeyValuePair<string, ActorRef>> Bearers => Names.All;

    /// <inheritdoc />
    public Task<Exception?> WhenStopped(ActorRef actor) =>
        actor is LocalActorReference local ? local.Cell.WhenEnded : Task.FromResult<Exception?>(null);

    /// <inheritdoc />
    public Task ShutDown()
    {
        lock (_gate)
        {
            return _shutDown ??= StopRoots(_roots.ToArray());
        }
    }

    /// <summary>Shuts down.</summary>
    public async ValueTask DisposeAsync() => await ShutDown().ConfigureAwait(false);

    internal long NextIncarnation() => Options.FirstIncarnation + Interlocked.Increment(ref _incarnations);

    /// <summary>A reference to whoever bears a name; see <see cref="IActorContext.Named"/>.</summary>
    public ActorRef Named(string wellKnownName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wellKnownName);
        return new NamedReference(new ActorAddress(default, wellKnownName, 0), Names, Options.RemoteNodes);
    }

    internal void Send(ActorRef receiver, in Envelope message)
    {
        if (TrySend(receiver, message) is { } reason)
        {
            DeadLetterOffice.Take(message, receiver, reason);
        }
    }

    internal static DeadLetterReason? TrySend(ActorRef receiver, in Envelope message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return receiver is Recipient recipient ? recipient.TryAccept(message) : DeadLetterReason.NoReceiver;
    }

    internal void CellEnded(LocalActorCell cell, Exception? failure)
    {
        if (cell.Parent != ActorRef.None)
        {
            return;
        }

        lock (_gate)
        {
            _roots.Remove(cell);
        }

        if (failure is not null)
        {
            Options.RootFailureObserver?.Invoke(new Failed(cell.Self, failure));
        }
    }

    /// <summary>Who takes what is sent to a reference now: whoever bears the name, where it is one.</summary>
    internal static ActorRef? BearerOf(ActorRef receiver) => receiver is NamedReference named ? named.Bearer : receiver;

    private async Task<TReply> AnswerOf<TReply>(Question<TReply> question)
        where TReply : notnull
    {
        try
        {
            return await question.Answer().ConfigureAwait(false);
        }
        finally
        {
            Living.Remove(question);
        }
    }

    private static async Task StopRoots(LocalActorCell[] roots)
    {
        foreach (var root in roots.Reverse())
        {
            root.PostStop();
            await root.WhenEnded.ConfigureAwait(false);
        }
    }

    private void SendFromOutside(ActorRef receiver, in Envelope message)
    {
        if (Volatile.Read(ref _shutDown) is null)
        {
            Send(receiver, message);
        }
        else
        {
            DeadLetterOffice.Take(message, receiver, DeadLetterReason.NoReceiver);
        }
    }
}
