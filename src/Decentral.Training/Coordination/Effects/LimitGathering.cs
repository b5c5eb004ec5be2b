using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Effects;

/// <summary>Sends <see cref="Commands.EndGathering"/> after a while.</summary>
/// <param name="Term">The term of the roll call.</param>
/// <param name="After">How long it waits.</param>
public sealed record LimitGathering(Term Term, TimeSpan After) : CoordinatorEffect;
