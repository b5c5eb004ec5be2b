using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>What a worker said of itself.</summary>
/// <param name="Report">The report.</param>
public sealed record WorkerReported(WorkerReport Report) : CoordinatorEvent
{
    /// <inheritdoc />
    public override bool IsDurable => false;
}
