namespace Decentral.Training.Progress;

/// <summary>A worker was admitted.</summary>
/// <param name="Elapsed">When, since this start.</param>
/// <param name="Member">The worker's name.</param>
public sealed record MemberJoined(TimeSpan Elapsed, string Member) : RunEvent(Elapsed);
