using Decentral.Actors.Nodes.Handshakes;

namespace Decentral.Cli.Doctor;

/// <summary>What was found out about the way to a hub. What could not be tried, as something before it failed, is null.</summary>
internal sealed record HubFacts
{
    /// <summary>The hub, as it was named.</summary>
    public required string Hub { get; init; }

    /// <summary>Addresses of its name; none where the name is unknown.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Time that a connection took; null where there was none.</summary>
    public TimeSpan? ConnectTime { get; init; }

    /// <summary>Why there was no connection, or the hub did not take this machine.</summary>
    public string? Fault { get; init; }

    /// <summary>What the refusal was about; null where there was none.</summary>
    public RefusalKind? Refusal { get; init; }

    /// <summary>Whether this machine was taken as a node.</summary>
    public bool IsJoined { get; init; }

    /// <summary>By how much the hub's clock is ahead.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>How long a member that is not heard of stays one.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Why the link could not be measured; null where it was, or there was none.</summary>
    public string? MeasureFault { get; init; }

    /// <summary>From a question to its answer, over the hub's link.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Bytes a second from the hub.</summary>
    public double? Downlink { get; init; }

    /// <summary>Bytes a second to the hub.</summary>
    public double? Uplink { get; init; }
}
