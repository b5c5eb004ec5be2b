namespace Decentral.Training.Protocol;

/// <summary>Asks for a <see cref="WorkerReport"/> in this term; from then on publications of lower terms are ignored.</summary>
/// <param name="Term">The coordinator's term.</param>
public sealed record CallRoll(Term Term) : WorkerOrder(Term);
