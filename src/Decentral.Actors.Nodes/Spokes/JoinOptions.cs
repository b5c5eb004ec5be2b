using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>How a node finds its hub.</summary>
public sealed record JoinOptions
{
    /// <summary>The hub, by http or https.</summary>
    public required Uri Hub { get; init; }

    /// <summary>
    /// Where further hubs of the run are, or stand by: tried in turn when the one before cannot be reached. All of them
    /// have the same keys.
    /// </summary>
    public IReadOnlyList<Uri> Others { get; init; } = [];

    /// <summary>
    /// Hears why an attempt to connect failed and when the next one is made, whenever that happens. Null for the log
    /// alone.
    /// </summary>
    public Action<string, TimeSpan>? AttemptFailed { get; init; }

    /// <summary>Where the node's peers may dial it; null where they cannot, and it only dials them.</summary>
    public PeerListening? Peers { get; init; }

    /// <summary>
    /// Hears which way bulk data between this node and another goes, when it first goes there and whenever that
    /// changes: directly, where the reason is null, or else through the hub, with the reason. Null for the log alone.
    /// </summary>
    public Action<NodeId, string?>? BulkWayChanged { get; init; }

    /// <summary>
    /// How the node proves who it is, and knows its hub; null where both are on one machine and nobody asks.
    /// </summary>
    public NodeIdentity? Identity { get; init; }

    /// <summary>Who may vouch for the hub where the identity's token does not name it; null for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Shown to a hub that asks for one, with its key; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }
}
