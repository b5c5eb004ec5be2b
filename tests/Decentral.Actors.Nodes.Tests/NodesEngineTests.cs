using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests;

public sealed class NodesEngineTests : EngineConformance
{
    protected override ConformanceWorld CreateWorld() => new NodesWorld();
}
