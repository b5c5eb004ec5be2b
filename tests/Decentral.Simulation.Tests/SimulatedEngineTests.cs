using Decentral.Conformance;

namespace Decentral.Simulation.Tests;

public sealed class SimulatedEngineTests : EngineConformance
{
    protected override ConformanceWorld CreateWorld() => new SimulatedConformanceWorld();
}
