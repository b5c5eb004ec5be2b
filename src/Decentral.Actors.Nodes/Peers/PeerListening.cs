namespace Decentral.Actors.Nodes.Peers;

/// <summary>How a node lets its peers dial it, for bulk data that then need not go through the hub.</summary>
public sealed record PeerListening
{
    /// <summary>
    /// Where it listens: by https, or on its own machine by http; port 0 lets the system choose one. The node makes the
    /// certificate itself: its peers know it by its key.
    /// </summary>
    public required Uri Listen { get; init; }

    /// <summary>
    /// What its peers dial, where that is something else, as behind a router that forwards a port; null for where it
    /// listens, or all addresses of the machine where it listens at all of them.
    /// </summary>
    public Uri? Advertised { get; init; }

    /// <summary>Connections that have not yet proved whose they are, at one time.</summary>
    public int MaxStrangers { get; init; } = 64;
}
