namespace Decentral.Benchmarks.Fleets;

/// <summary>A blow to a fleet.</summary>
/// <param name="At">When it fell.</param>
/// <param name="HealedAt">From when on nothing of it is to be felt any more.</param>
internal readonly record struct Blow(DateTimeOffset At, DateTimeOffset HealedAt);
