using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A shard has reduced a round.</summary>
/// <param name="Reduced">What it said.</param>
public sealed record TakeReduction(FragmentReduced Reduced) : CoordinatorCommand;
