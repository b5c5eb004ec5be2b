using Decentral.Actors.Membership;
using Decentral.Actors.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Actors.Local;

/// <summary>What a local system is given by whoever composes the process.</summary>
public sealed record LocalActorSystemOptions
{
    /// <summary>The name of this process in the run.</summary>
    public NodeId Node { get; init; } = new("local");

    /// <summary>Other nodes and the ways to them; null for a process alone.</summary>
    public IRemoteNodes? RemoteNodes { get; init; }

    /// <summary>
    /// Incarnations of actors are higher than this; an engine of several nodes makes it grow with each start of the process.
    /// </summary>
    public long FirstIncarnation { get; init; }

    /// <summary>What this process can do, as its only member says of itself.</summary>
    public MemberProfile Profile { get; init; } = new(Environment.ProcessorCount, 0);

    /// <summary>The clock and the timers of all actors.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Loggers, one category for each type of actor.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Sees every dead letter on the thread that found it, before the message is disposed of; must not throw. Null for none.
    /// </summary>
    public Action<DeadLetter>? DeadLetterObserver { get; init; }

    /// <summary>
    /// Hears of root actors that failed, which have no parent to hear of it; must not throw. Null for the log alone.
    /// </summary>
    public Action<Failed>? RootFailureObserver { get; init; }

    /// <summary>Envelopes an actor may handle before others have their turn on its thread.</summary>
    public int TurnLength { get; init; } = 64;
}
