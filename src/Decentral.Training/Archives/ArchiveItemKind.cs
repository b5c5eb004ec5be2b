namespace Decentral.Training.Archives;

/// <summary>What can be had from the node that has the run directory.</summary>
public enum ArchiveItemKind
{
    /// <summary>The run's job, with what its data hold.</summary>
    Job,

    /// <summary>A file that the job needs, by its digest.</summary>
    File,

    /// <summary>A part of the newest complete snapshot, by its name.</summary>
    SnapshotPart,

    /// <summary>As many bytes as its name says, to measure the link with.</summary>
    Ballast,
}
