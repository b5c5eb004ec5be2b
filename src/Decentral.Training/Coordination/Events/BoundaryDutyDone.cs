using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A worker has measured or saved its part.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Measured">What it measured; null when it saved.</param>
public sealed record BoundaryDutyDone(WorkerId Worker, HeldOutPart? Measured) : CoordinatorEvent
{
    /// <inheritdoc />
    public override bool IsDurable => false;
}
