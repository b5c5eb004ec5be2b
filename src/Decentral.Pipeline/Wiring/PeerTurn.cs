using Decentral.Actors;

namespace Decentral.Pipeline.Wiring;

/// <summary>The place of a peer in the order in which they are chosen.</summary>
/// <param name="VirtualTime">Seconds of work that it was given, as they were estimated.</param>
/// <param name="Tie">Drawn; between peers of one time.</param>
/// <param name="Peer">Between peers of one draw.</param>
internal readonly record struct PeerTurn(double VirtualTime, ulong Tie, ActorAddress Peer) : IComparable<PeerTurn>
{
    /// <inheritdoc />
    public int CompareTo(PeerTurn other)
    {
        var byTime = VirtualTime.CompareTo(other.VirtualTime);
        if (byTime != 0)
        {
            return byTime;
        }

        var byTie = Tie.CompareTo(other.Tie);
        return byTie != 0 ? byTie : Peer.CompareTo(other.Peer);
    }
}
