using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Effects;

/// <summary>Completes a snapshot whose parts are all written.</summary>
/// <param name="Round">The version it holds.</param>
/// <param name="Snapshot">Its name.</param>
public sealed record SealSnapshot(Round Round, string Snapshot) : CoordinatorEffect;
