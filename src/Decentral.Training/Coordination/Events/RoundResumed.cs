namespace Decentral.Training.Coordination.Events;

/// <summary>The roll call is over; the open round, if there is one, goes on.</summary>
/// <param name="IsRecollecting">Whether the last committed round is collected again because its publication was lost.</param>
public sealed record RoundResumed(bool IsRecollecting) : CoordinatorEvent
{
    /// <inheritdoc />
    public override bool IsDurable => false;
}
