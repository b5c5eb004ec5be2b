using Decentral.Conformance.Linked;

namespace Decentral.Simulation.Tests;

public sealed class SimulatedLinkTests : LinkedConformance
{
    protected override Task<LinkedWorld> CreateWorld() => Task.FromResult<LinkedWorld>(new SimulatedLinkedWorld());
}
