namespace Decentral.Actors;

/// <summary>
/// Owns its state and handles one message at a time. The closed set of messages it takes is the set of
/// <see cref="IReceive{TMessage}"/> it implements; anything else becomes a counted dead letter.
/// </summary>
/// <remarks>
/// An actor never blocks, sleeps, reads the wall clock, starts a thread or draws from an unseeded random source: time,
/// randomness, compute and I/O come through its context or its constructor. That rule is what makes simulation exact.
/// </remarks>
public abstract class Actor
{
    private IActorContext? _context;

    /// <summary>What the engine offers to this actor. Not available in the constructor: use <see cref="Started"/>.</summary>
    /// <exception cref="InvalidOperationException">The actor is not running on an engine.</exception>
    protected IActorContext Context => _context ?? throw new InvalidOperationException(
        $"{GetType().Name} used its context before an engine started it; move the code from the constructor to Started.");

    /// <summary>This actor's own reference.</summary>
    protected ActorRef Self => Context.Self;

    /// <summary>Who sent the message being handled; <see cref="ActorRef.None"/> when it came from outside.</summary>
    protected ActorRef Sender => Context.Sender;

    /// <summary>Called once, before the first message.</summary>
    protected internal virtual void Started()
    {
    }

    /// <summary>
    /// Called once, after the last message and after every child has stopped; also when the actor threw. Not called when
    /// its process or node dies.
    /// </summary>
    protected internal virtual void Stopped()
    {
    }

    internal void Attach(IActorContext context)
    {
        if (_context is not null)
        {
            throw new InvalidOperationException(
                $"{GetType().Name} is already running as {_context.Self}; a factory must make a new actor at each call.");
        }

        _context = context;
    }
}
