namespace Decentral.Simulation.Tests.Scenarios;

internal readonly record struct Confirmed(long Number);
