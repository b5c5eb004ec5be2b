using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests;

public sealed class NodeToHubTests : LinkedConformance
{
    protected override Task<LinkedWorld> CreateWorld() => LinkedNodesWorld.FromNodeToHub();
}
