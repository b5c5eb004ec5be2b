using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Effects;

/// <summary>Sends <see cref="Commands.CloseRound"/> after a while.</summary>
/// <param name="Round">The round.</param>
/// <param name="Opened">The term in which it was opened.</param>
/// <param name="After">How long it waits.</param>
public sealed record LimitRound(Round Round, Term Opened, TimeSpan After) : CoordinatorEffect;
