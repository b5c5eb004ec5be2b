using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A round's deadline, or its grace window, has passed.</summary>
/// <param name="Round">The round.</param>
/// <param name="Opened">The term in which it was opened.</param>
public sealed record CloseRound(Round Round, Term Opened) : CoordinatorCommand;
