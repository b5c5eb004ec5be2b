using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>The shard refused a contribution.</summary>
/// <param name="Refused">Which, and why.</param>
public sealed record TakeRefusal(ContributionRefused Refused) : CoordinatorCommand;
