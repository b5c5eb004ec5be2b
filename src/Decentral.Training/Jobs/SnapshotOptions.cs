namespace Decentral.Training.Jobs;

/// <summary>Durable snapshots, from which a run goes on after a whole-fleet stop.</summary>
public sealed record SnapshotOptions
{
    /// <summary>
    /// Inner steps of a worker between two snapshots; one is taken at the end of the round that reaches them.
    /// </summary>
    public int Every { get; init; } = 200;

    /// <summary>Complete snapshots kept; older ones are deleted.</summary>
    public int Keep { get; init; } = 2;
}
