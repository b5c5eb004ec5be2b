namespace Decentral.Training.Progress;

/// <summary>A worker left or failed.</summary>
/// <param name="Elapsed">When, since this start.</param>
/// <param name="Member">The worker's name.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record MemberLost(TimeSpan Elapsed, string Member, string Reason) : RunEvent(Elapsed);
