using Decentral.Pipeline.Wiring;

namespace Decentral.Pipeline.Tests.Wiring;

public sealed class PeerTurnTests
{
    [Fact]
    public void CompareTo_Turns_GoesByTimeThenTieThenPeer()
    {
        PeerTurn[] rising =
        [
            new(1, 9, Peers.Peer("b")),
            new(2, 3, Peers.Peer("b")),
            new(2, 4, Peers.Peer("a")),
            new(2, 4, Peers.Peer("b")),
        ];

        Assert.Equal(rising, rising.Reverse().Order());
    }
}
