namespace Decentral.Pipeline.Schedules;

/// <summary>A pass on a timeline, whose unit is that of the durations it was made with.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it was done, and its output under way.</param>
public readonly record struct TimedPass(Pass Pass, double Start, double End);
