namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>
/// What a connection is for. Bulk data has one of its own, so that a heartbeat never waits behind it.
/// </summary>
internal enum LinkPurpose
{
    /// <summary>Messages, signs of life, and news of members.</summary>
    Control = 0,

    /// <summary>Bulk data.</summary>
    Bulk = 1,

    /// <summary>Bulk data from node to node, past the hub.</summary>
    Peer = 2,
}
