namespace Decentral.Simulation.Tests.Scenarios;

/// <summary>A client's request, resent until it is confirmed; counted once however often it comes.</summary>
internal sealed record Increment(string Client, long Number);
