using Decentral.Conformance;

namespace Decentral.Actors.Local.Tests;

public sealed class LocalEngineTests : EngineConformance
{
    protected override ConformanceWorld CreateWorld() => new LocalWorld();
}
