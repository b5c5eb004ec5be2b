using Decentral.Actors.Membership;
using Decentral.Actors.Transfers;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors;

/// <summary>
/// What an actor may ask of its engine. To be used only from within the actor's own handlers, except where it says
/// otherwise.
/// </summary>
public interface IActorContext
{
    /// <summary>This actor.</summary>
    ActorRef Self { get; }

    /// <summary>Who sent the message being handled, or <see cref="ActorRef.None"/>.</summary>
    ActorRef Sender { get; }

    /// <summary>Who spawned this actor, or <see cref="ActorRef.None"/> at the root.</summary>
    ActorRef Parent { get; }

    /// <summary>The engine's clock: the wall clock, or virtual time in simulation.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The members of the run and news of them.</summary>
    ICluster Cluster { get; }

    /// <summary>A logger that carries this actor's address.</summary>
    ILogger Log { get; }

    /// <summary>
    /// Starts a child on this node. It stops with its parent; when it throws, it is stopped and this actor hears
    /// <see cref="Messages.Failed"/> (a parent that does not take that message fails in its turn).
    /// </summary>
    /// <param name="name">Unique among the living children; no <c>/</c>.</param>
    /// <param name="factory">Makes a new actor at each call.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    ActorRef Spawn(string name, Func<Actor> factory, SpawnOptions? options = null);

    /// <summary>
    /// Stops this actor or one of its children after the message it is handling, its own children first. Messages that
    /// still wait become dead letters.
    /// </summary>
    void Stop(ActorRef actor);

    /// <summary>
    /// Sends: never blocks, at most once, in order for this sender, receiver and incarnation, gaps allowed. What must
    /// arrive is resent by its own protocol. A message that implements <see cref="IDisposable"/> is owned by the
    /// receiver on arrival and disposed of by the engine when it is dropped.
    /// </summary>
    void Tell<TMessage>(ActorRef receiver, TMessage message)
        where TMessage : notnull;

    /// <summary>
    /// Asks to hear <see cref="Messages.Terminated"/> once, when that incarnation is known to be gone; at once when it
    /// already is. It comes after every message that the actor sent to this one. An actor that watches and does not
    /// take the message fails. A reference by <see cref="Named"/> cannot be watched: it has many bearers.
    /// </summary>
    void Watch(ActorRef actor);

    /// <summary>Takes back <see cref="Watch"/>; a message already under way is discarded.</summary>
    void Unwatch(ActorRef actor);

    /// <summary>Sends to this actor after a delay, unless cancelled or stopped first.</summary>
    ICancelable Schedule<TMessage>(TimeSpan delay, TMessage message)
        where TMessage : notnull;

    /// <summary>Sends the outcome of a task to this actor, exactly once, unless it has stopped by then.</summary>
    /// <param name="task">Work that runs elsewhere: a compute lane, a journal, a disk.</param>
    /// <param name="completed">Makes the message from the result; runs outside the actor and must not touch it.</param>
    /// <param name="failed">Makes the message from the error, cancellation included; likewise.</param>
    void PipeToSelf<TResult, TMessage>(
        Task<TResult> task, Func<TResult, TMessage> completed, Func<Exception, TMessage> failed)
        where TMessage : notnull;

    /// <summary>
    /// Hands bulk data to a peer, which hears <see cref="Transferred{THeader}"/>; this actor hears
    /// <see cref="TransferCompleted"/> or <see cref="TransferFailed"/>. Ordered by completion only: a later
    /// <see cref="Tell"/> may arrive before it.
    /// </summary>
    /// <param name="receiver">The peer.</param>
    /// <param name="header">A small message that says what the payload is.</param>
    /// <param name="payload">Ownership passes to the engine, then to the receiver.</param>
    TransferId Transfer<THeader>(ActorRef receiver, THeader header, Payload payload)
        where THeader : notnull;

    /// <summary>
    /// A reference to whoever bears a well-known name at the time of arrival, over restarts and hand-overs. With no
    /// bearer, messages become dead letters.
    /// </summary>
    ActorRef Named(string wellKnownName);
}
