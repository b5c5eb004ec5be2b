namespace Decentral.Actors.EventSourcing;

/// <summary>The pure part of an event-sourced actor: no clock, no I/O, nothing remembered outside the state.</summary>
/// <typeparam name="TState">Immutable.</typeparam>
/// <typeparam name="TCommand">The closed set of what may be asked.</typeparam>
/// <typeparam name="TEvent">The closed set of facts.</typeparam>
/// <typeparam name="TEffect">The closed set of what is done to the world.</typeparam>
public abstract class EventSourcedBehavior<TState, TCommand, TEvent, TEffect>
{
    /// <summary>The state before any event.</summary>
    public abstract TState Initial { get; }

    /// <summary>What a command leads to.</summary>
    public abstract Decision<TEvent, TEffect> Decide(TState state, TCommand command, DateTimeOffset now);

    /// <summary>The state after an event.</summary>
    public abstract TState Apply(TState state, TEvent happened);

    /// <summary>
    /// Whether an event is journaled. One that is not is applied all the same, and is unknown after a recovery: what an
    /// actor knows of the moment and finds out anew.
    /// </summary>
    public virtual bool IsDurable(TEvent happened) => true;
}
