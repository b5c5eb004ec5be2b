using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests;

public sealed class HubToNodeTests : LinkedConformance
{
    protected override Task<LinkedWorld> CreateWorld() => LinkedNodesWorld.FromHubToNode();
}
