using Decentral.Actors;
using Decentral.Actors.Messages;
using Decentral.Simulation.Network;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Simulation;

/// <summary>What a world is made of, besides its nodes.</summary>
public sealed record SimulatedWorldOptions
{
    /// <summary>Draws everything that is left to chance: equal seeds and equal code give equal histories.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The command that runs one seed again, with <c>{seed}</c> for the seed; every failure of the world says it.
    /// </summary>
    public string ReplayCommand { get; init; } = "new SimulatedWorld(new() { Seed = {seed} })";

    /// <summary>The time at which the world begins.</summary>
    public DateTimeOffset Start { get; init; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Links between nodes, where none is set for a pair.</summary>
    public LinkProfile Links { get; init; } = LinkProfile.LocalNetwork;

    /// <summary>How messages travel between nodes.</summary>
    public IWireModel Wire { get; init; } = new FixedSizeWire(64);

    /// <summary>From the death or isolation of a node to the verdict of the membership authority.</summary>
    public TimeSpan DetectionDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most by which one verdict comes later than another.</summary>
    public TimeSpan DetectionJitter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most that news of members takes to a node.</summary>
    public TimeSpan NewsDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long bulk data may make no progress before its transfer fails.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Events without time passing, after which the world is taken to be in a loop.</summary>
    public long MaxEventsAtOneInstant { get; init; } = 10_000_000;

    /// <summary>Sees every dead letter of every node before it is disposed of. Null for none.</summary>
    public Action<DeadLetter>? DeadLetterObserver { get; init; }

    /// <summary>Hears of root actors that failed. Null: such a failure is a failure of the world.</summary>
    public Action<Failed>? RootFailureObserver { get; init; }

    /// <summary>Loggers of the actors.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
