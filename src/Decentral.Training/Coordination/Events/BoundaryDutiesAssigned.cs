namespace Decentral.Training.Coordination.Events;

/// <summary>Workers were told to measure or save a version.</summary>
/// <param name="Duties">Who does what.</param>
public sealed record BoundaryDutiesAssigned(BoundaryDuties Duties) : CoordinatorEvent
{
    /// <inheritdoc />
    public override bool IsDurable => false;
}
