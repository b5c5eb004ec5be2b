namespace Decentral.Actors;

/// <summary>An engine, seen from outside its actors. Safe to use from any thread.</summary>
public interface IActorSystem
{
    /// <summary>The node that this system is.</summary>
    NodeId Node { get; }

    /// <summary>Messages that reached nobody so far, by reason.</summary>
    DeadLetterCounts DeadLetters { get; }

    /// <summary>Starts an actor at the root.</summary>
    /// <param name="name">Unique among the living roots; no <c>/</c>.</param>
    /// <param name="factory">Makes a new actor at each call.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    ActorRef Spawn(string name, Func<Actor> factory, SpawnOptions? options = null);

    /// <summary>Sends with no sender; delivery as for <see cref="IActorContext.Tell"/>.</summary>
    void Tell<TMessage>(ActorRef receiver, TMessage message)
        where TMessage : notnull;

    /// <summary>Sends, and completes with the first message of the awaited type told to the sender.</summary>
    /// <exception cref="TimeoutException">No answer came in time; the message names receiver and question.</exception>
    Task<TReply> Ask<TMessage, TReply>(
        ActorRef receiver, TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TMessage : notnull
        where TReply : notnull;

    /// <summary>Completes when the actor has stopped, with its failure where it had one; at once when it is gone.</summary>
    Task<Exception?> WhenStopped(ActorRef actor);

    /// <summary>
    /// Stops the roots in the reverse order of their start, each after its children, and completes when all have
    /// stopped. What is told or asked from outside after this begins becomes a dead letter, and nothing can be spawned at
    /// the root; actors that still live may talk to one another until their turn to stop comes.
    /// </summary>
    Task ShutDown();
}
