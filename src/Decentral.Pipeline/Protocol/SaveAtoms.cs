using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>Write what the stage has into a durable snapshot.</summary>
/// <param name="Term">The conductor's.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">The step behind which the state is.</param>
/// <param name="Snapshot">The snapshot's name.</param>
/// <param name="State">What the state is called in it.</param>
public sealed record SaveAtoms(Term Term, Epoch Epoch, long Step, string Snapshot, SavedState State) : StageOrder(Term, Epoch);
