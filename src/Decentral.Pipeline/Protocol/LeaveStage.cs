using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>An epoch begins in which the member has no stage: what it has stays at hand until the epoch after the next.</summary>
/// <param name="Term">The conductor's.</param>
/// <param name="Epoch">The epoch.</param>
public sealed record LeaveStage(Term Term, Epoch Epoch) : StageOrder(Term, Epoch);
