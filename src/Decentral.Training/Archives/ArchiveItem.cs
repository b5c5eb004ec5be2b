namespace Decentral.Training.Archives;

/// <summary>Something that the node with the run directory has.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">Which; empty for the job.</param>
public readonly record struct ArchiveItem(ArchiveItemKind Kind, string Name)
{
    /// <summary>The run's job.</summary>
    public static ArchiveItem Job { get; } = new(ArchiveItemKind.Job, "");

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        ArchiveItemKind.Job => "the job",
        ArchiveItemKind.File => $"file {Name}",
        ArchiveItemKind.SnapshotPart => $"part {Name} of the newest snapshot",
        ArchiveItemKind.Ballast => $"{Name} bytes",
        _ => Name,
    };
}
