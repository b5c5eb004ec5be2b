using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A worker has measured its part.</summary>
/// <param name="Part">What it said.</param>
public sealed record TakeHeldOutPart(HeldOutPart Part) : CoordinatorCommand;
