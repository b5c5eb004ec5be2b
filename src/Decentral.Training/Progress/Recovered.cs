namespace Decentral.Training.Progress;

/// <summary>A part that was lost is back.</summary>
/// <param name="Elapsed">When, since this start.</param>
/// <param name="Part">What was lost, as in "worker 3".</param>
/// <param name="Source">The rung of the recovery ladder its state came from, in words.</param>
public sealed record Recovered(TimeSpan Elapsed, string Part, string Source) : RunEvent(Elapsed);
