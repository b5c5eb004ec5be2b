using Decentral.Actors.Membership;
using Decentral.Actors.Messages;
using Decentral.Actors.Nodes.Membership;
using Decentral.Wire;
using Decentral.Wire.Formats;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Actors.Nodes;

/// <summary>What a node of several is given by whoever composes its process, hub or not.</summary>
public sealed record NodesOptions
{
    /// <summary>See <see cref="ReceiveBytes"/>.</summary>
    public const long DefaultReceiveBytes = 4L << 30;

    /// <summary>See <see cref="IdlePayloadBytes"/>.</summary>
    public const long DefaultIdlePayloadBytes = 1L << 30;

    /// <summary>The name of this process in the run; the same over its restarts.</summary>
    public required NodeId Node { get; init; }

    /// <summary>The formats of all messages that may travel; alike on all nodes.</summary>
    public required MessageCatalogue Messages { get; init; }

    /// <summary>What this node can do.</summary>
    public MemberProfile Profile { get; init; } = new(Environment.ProcessorCount, 0);

    /// <summary>The clock and the timers of all actors, and of the links.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// What the waits between attempts to connect are drawn from, so that many nodes that lost one hub do not come back
    /// at one instant. Held locked while it is used.
    /// </summary>
    public Random Chance { get; init; } = Random.Shared;

    /// <summary>Loggers.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>See <see cref="Decentral.Actors.Local.LocalActorSystemOptions.DeadLetterObserver"/>.</summary>
    public Action<DeadLetter>? DeadLetterObserver { get; init; }

    /// <summary>See <see cref="Decentral.Actors.Local.LocalActorSystemOptions.RootFailureObserver"/>.</summary>
    public Action<Failed>? RootFailureObserver { get; init; }

    /// <summary>What a message may take.</summary>
    public WireLimits Limits { get; init; } = WireLimits.Default;

    /// <summary>All waiting times; a node that joins takes the hub's.</summary>
    public NodeTimeouts Timeouts { get; init; } = NodeTimeouts.Default;

    /// <summary>Bytes of messages that may wait for a link; further ones become dead letters.</summary>
    public int OutboxBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of other nodes' bulk data that may wait to be passed on to one node.</summary>
    public int RelayBytes { get; init; } = 64 << 20;

    /// <summary>Direct links with other nodes at one time; bulk data of further ones goes through the hub.</summary>
    public int MaxPeerLinks { get; init; } = 256;

    /// <summary>How long a direct link that this node has dialled is kept while no bulk data goes over it.</summary>
    public TimeSpan IdlePeerTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Bytes of bulk data on its way here at one time, of all nodes. One node may take half of it: a larger payload is
    /// refused.
    /// </summary>
    public long ReceiveBytes { get; init; } = DefaultReceiveBytes;

    /// <summary>The least that bulk data may be limited to: below it a chunk would take as long as links wait for a sign of life.</summary>
    public const long LeastBulkLimit = 8_000;

    /// <summary>Bytes of bulk data a second that this node sends at most; null for no limit.</summary>
    public long? BulkSendLimit { get; init; }

    /// <summary>Bytes of bulk data a second that this node takes at most; null for no limit.</summary>
    public long? BulkReceiveLimit { get; init; }

    /// <summary>Bytes of memory of bulk data that has been dealt with, kept at most for what comes next.</summary>
    public long IdlePayloadBytes { get; init; } = DefaultIdlePayloadBytes;

    /// <summary>How long such memory is kept while nothing comes that it would serve for.</summary>
    public TimeSpan IdlePayloadTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes that may wait for a link beyond the messages: what the engine itself says.</summary>
    private const int EngineBytes = 512 << 10;

    /// <summary>Bytes that may wait for a link at all; see <see cref="Links.Outbox"/>.</summary>
    internal int MaxWaitingBytes => OutboxBytes + Limits.MaxMessageBytes + EngineBytes;

    /// <summary>Bytes that the other side may send as one batch.</summary>
    internal int MaxBatchBytes => MaxWaitingBytes + EngineBytes;

    /// <summary>The waits between attempts to connect, for one who makes them one after another.</summary>
    internal Links.RetryBackoff NewBackoff()
    {
        lock (Chance)
        {
            return new Links.RetryBackoff(Timeouts.FirstRetry, Timeouts.LongestRetry, new Random(Chance.Next()));
        }
    }
}
