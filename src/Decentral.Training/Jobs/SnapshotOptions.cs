namespace Decentral.Training.Jobs;

/// <summary>Durable snapshots, from which a run goes on after a whole-fleet stop.</summary>
public sealed record SnapshotOptions
{
    /// <summary>From one snapshot to the next; one is taken at the end of the round that reaches it.</summary>
    public Cadence Every { get; init; } = Cadence.OfTime(TimeSpan.FromSeconds(30));

    /// <summary>Complete snapshots kept; older ones are deleted.</summary>
    public int Keep { get; init; } = 2;
}
