namespace Decentral.Simulation.Tests.Scenarios;

internal readonly record struct ResendIncrement;
