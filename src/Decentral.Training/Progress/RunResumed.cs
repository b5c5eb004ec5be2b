namespace Decentral.Training.Progress;

/// <summary>The run goes on from a durable snapshot.</summary>
/// <param name="Elapsed">When, since this start.</param>
/// <param name="FromRound">The round of the snapshot.</param>
/// <param name="RoundsRedone">Committed rounds after it whose work is lost and is redone; 0 after a clean stop.</param>
public sealed record RunResumed(TimeSpan Elapsed, long FromRound, long RoundsRedone) : RunEvent(Elapsed);
