namespace Decentral.Actors.EventSourcing;

/// <summary>
/// The thin actor around an <see cref="EventSourcedBehavior{TState,TCommand,TEvent,TEffect}"/>. It journals the events of a
/// decision, applies them, then runs the effects; until the append is acknowledged, commands wait in a bounded stash.
/// Recovery applies the journaled events alone. A conflict or a failed write ends the actor, and its parent hears
/// <see cref="Messages.Failed"/>. A derived actor takes its messages and submits each as a command.
/// </summary>
public abstract class EventSourcedActor<TState, TCommand, TEvent, TEffect>
    : Actor, IReceive<EventsRecovered>, IReceive<EventsAppended>
    where TCommand : notnull
{
    private readonly EventSourcedBehavior<TState, TCommand, TEvent, TEffect> _behavior;
    private readonly EventSourcedOptions<TEvent> _options;
    private readonly Queue<StashedCommand<TCommand>> _stash = new();
    private Decision<TEvent, TEffect>? _appending;
    private bool _recovered;
    private bool _concluding;
    private long _sequence;
    private string _reason = "";

    /// <summary>Joins a behaviour to its journal.</summary>
    protected EventSourcedActor(
        EventSourcedBehavior<TState, TCommand, TEvent, TEffect> behavior, EventSourcedOptions<TEvent> options)
    {
        ArgumentNullException.ThrowIfNull(behavior);
        ArgumentNullException.ThrowIfNull(options);
        _behavior = behavior;
        _options = options;
        State = behavior.Initial;
    }

    /// <summary>The state after all events so far.</summary>
    protected TState State { get; private set; }

    /// <summary>Who sent what the command being decided was made from.</summary>
    protected ActorRef CommandSender { get; private set; } = ActorRef.None;

    /// <summary>Commands dropped because the stash was full.</summary>
    protected long DroppedCommands { get; private set; }

    /// <inheritdoc />
    protected internal override void Started() => Context.PipeToSelf(
        _options.Journal.Read(_options.Stream),
        events => new EventsRecovered(events, null),
        error => new EventsRecovered([], error));

    /// <summary>Releases what the commands that still wait own; a derived actor that overrides this calls it.</summary>
    protected internal override void Stopped()
    {
        while (_stash.TryDequeue(out var stashed))
        {
            (stashed.Command as IDisposable)?.Dispose();
        }
    }

    /// <inheritdoc />
    public void Receive(EventsRecovered message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Error is not null)
        {
            throw new JournalException($"Stream {_options.Stream} could not be read: {message.Error.Message}", message.Error);
        }

        foreach (var bytes in message.Events)
        {
            State = _behavior.Apply(State, _options.Serializer.Read(bytes));
        }

        _sequence = message.Events.Count;
        _recovered = true;
        var waiting = _stash.ToArray();
        _stash.Clear();
        Recovered();
        foreach (var stashed in waiting)
        {
            _stash.Enqueue(stashed);
        }

        Drain();
    }

    /// <inheritdoc />
    public void Receive(EventsAppended message)
    {
        var decision = _appending ?? throw new InvalidOperationException(
            $"{Self} heard of an append to {_options.Stream} that it did not begin.");
        if (message.Outcome.Kind != AppendOutcomeKind.Appended)
        {
            throw new JournalException(message.Outcome.Reason);
        }

        _appending = null;
        _sequence = message.Outcome.LastSequence;
        Conclude(decision);
        Drain();
    }

    private bool IsFree => _recovered && _appending is null && !_concluding;

    /// <summary>Does something to the world; called in order, after the events that led to it are durable.</summary>
    protected abstract void Run(TEffect effect);

    /// <summary>
    /// Called once after recovery, with <see cref="State"/> as it was. What is submitted here is decided before all that came
    /// while the journal was read.
    /// </summary>
    protected virtual void Recovered()
    {
    }

    /// <summary>Called after each new event has been applied; not on recovery.</summary>
    protected virtual void Applied(TEvent happened)
    {
    }

    /// <summary>Decides a command in its turn; <see cref="CommandSender"/> is then whoever sends just now.</summary>
    protected void Submit(TCommand command)
    {
        if (IsFree && _stash.Count == 0)
        {
            Decide(command, Sender);
            Drain();
            return;
        }

        if (_stash.Count >= _options.StashCapacity)
        {
            DroppedCommands++;
            (command as IDisposable)?.Dispose();
            return;
        }

        _stash.Enqueue(new StashedCommand<TCommand>(command, Sender));
    }

    private void Drain()
    {
        while (IsFree && _stash.TryDequeue(out var stashed))
        {
            Decide(stashed.Command, stashed.Sender);
        }
    }

    private void Decide(TCommand command, ActorRef sender)
    {
        CommandSender = sender;
        Carry(_behavior.Decide(State, command, Context.Now));
    }

    private void Carry(Decision<TEvent, TEffect> decision)
    {
        if (decision.Reason != _reason)
        {
            _reason = decision.Reason;
            EventSourcingLog.Decided(Context.Log, _options.Stream.Name, decision.Reason);
        }

        var bytes = decision.Events.Where(_behavior.IsDurable).Select(_options.Serializer.Write).ToArray();
        if (bytes.Length == 0)
        {
            Conclude(decision);
            return;
        }

        _appending = decision;
        Context.PipeToSelf(
            _options.Journal.Append(_options.Stream, _sequence, bytes),
            outcome => new EventsAppended(outcome),
            error => new EventsAppended(AppendOutcome.Failed(0, $"Stream {_options.Stream} was not written: {error.Message}")));
    }

    private void Conclude(Decision<TEvent, TEffect> decision)
    {
        _concluding = true;
        foreach (var happened in decision.Events)
        {
            State = _behavior.Apply(State, happened);
            Applied(happened);
        }

        foreach (var effect in decision.Effects)
        {
            Run(effect);
        }

        _concluding = false;
    }
}
