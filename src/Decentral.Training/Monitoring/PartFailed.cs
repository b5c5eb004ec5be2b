namespace Decentral.Training.Monitoring;

/// <summary>A part of a run failed on its node, which replaces it.</summary>
/// <param name="Part">Its name.</param>
/// <param name="Reason">What it failed with, in words.</param>
public sealed record PartFailed(string Part, string Reason);
