namespace Decentral.Simulation.Tests.Scenarios;

internal readonly record struct Incremented(string Client, long Number);
