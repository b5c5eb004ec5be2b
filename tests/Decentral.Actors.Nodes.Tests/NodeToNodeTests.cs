using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests;

public sealed class NodeToNodeTests : LinkedNodesConformance
{
    protected override Task<LinkedWorld> CreateWorld() => LinkedNodesWorld.FromNodeToNode();
}
