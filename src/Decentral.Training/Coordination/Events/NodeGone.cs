namespace Decentral.Training.Coordination.Events;

/// <summary>A node is gone for good.</summary>
/// <param name="Node">Its name.</param>
public sealed record NodeGone(string Node) : CoordinatorEvent
{
    /// <inheritdoc />
    public override bool IsDurable => false;
}
