using Decentral.Storage.Snapshots;

namespace Decentral.Storage.Runs;

/// <summary>The job that a run is made for.</summary>
/// <param name="Name">The run's id begins with it.</param>
/// <param name="Text">What <c>job.yaml</c> is to hold.</param>
/// <param name="Digest">Of the job's canonical form: two jobs are one when it is equal.</param>
public sealed record RunJob(string Name, string Text, string Digest)
{
    /// <summary>Complete snapshots that are kept; at least 1.</summary>
    public int SnapshotsKept { get; init; } = SnapshotStoreOptions.KeepByDefault;
}
