using System.Collections.Immutable;

namespace Decentral.Pipeline.Wiring;

/// <summary>How much the peers of a stage have to do.</summary>
/// <param name="Stage">From 0.</param>
/// <param name="Peers">That serve it; empty when all are gone.</param>
internal sealed record StageLoad(int Stage, ImmutableArray<PeerLoad> Peers)
{
    /// <summary>Microbatches a peer; infinite where there is no peer.</summary>
    public double PerPeer => PerPeerWith(0);

    /// <summary>Microbatches a peer, if that many more shared the same work.</summary>
    public double PerPeerWith(int more) =>
        Peers.Length + more == 0 ? double.PositiveInfinity : Peers.Sum(peer => peer.Queued) / (Peers.Length + more);
}
