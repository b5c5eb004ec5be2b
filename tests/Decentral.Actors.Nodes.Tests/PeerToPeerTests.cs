using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests;

public sealed class PeerToPeerTests : LinkedNodesConformance
{
    protected override Task<LinkedWorld> CreateWorld() => LinkedNodesWorld.FromPeerToPeer();
}
