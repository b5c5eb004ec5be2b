using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests;

public sealed class HubToNodeTests : LinkedNodesConformance
{
    protected override Task<LinkedWorld> CreateWorld() => LinkedNodesWorld.FromHubToNode();
}
