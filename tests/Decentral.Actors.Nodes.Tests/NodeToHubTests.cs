using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests;

public sealed class NodeToHubTests : LinkedNodesConformance
{
    protected override Task<LinkedWorld> CreateWorld() => LinkedNodesWorld.FromNodeToHub();
}
