namespace Decentral.Actors.Nodes.Peers;

/// <summary>The two ends of a direct link. What one of them signs cannot be taken for the other's.</summary>
internal enum PeerSide
{
    /// <summary>Who has dialled.</summary>
    Dialler = 0,

    /// <summary>Who was dialled.</summary>
    Acceptor = 1,
}
