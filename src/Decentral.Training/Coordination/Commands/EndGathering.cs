using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>The roll call has waited long enough.</summary>
/// <param name="Term">The term it was called in.</param>
public sealed record EndGathering(Term Term) : CoordinatorCommand;
