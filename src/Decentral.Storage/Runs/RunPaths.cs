using Decentral.Storage.Files;

namespace Decentral.Storage.Runs;

/// <summary>Where the parts of a run are in its directory. Names alone: nothing is opened.</summary>
/// <param name="Directory">The run directory.</param>
public sealed record RunPaths(string Directory)
{
    /// <summary>The name of <see cref="Job"/> in the directory.</summary>
    public const string JobFileName = "job.yaml";

    /// <summary>The job as it was when the run began; put there last: what has a job is a run.</summary>
    public string Job => Path.Combine(Directory, JobFileName);

    /// <summary>The journal.</summary>
    public string Database => Path.Combine(Directory, "run.db");

    /// <summary>Where the journal is, when it is in no file of the directory.</summary>
    public string JournalPlace => Path.Combine(Directory, "journal.json");

    /// <summary>The snapshots, each a directory.</summary>
    public string Snapshots => Path.Combine(Directory, "snapshots");

    /// <summary>The measurements, a JSON object a line.</summary>
    public string Metrics => Path.Combine(Directory, "metrics.jsonl");

    /// <summary>The trained model.</summary>
    public string Model => Path.Combine(Directory, "model.safetensors");

    /// <summary>What is there now, as the names of files tell.</summary>
    public RunContent Look()
    {
        if (!System.IO.Directory.Exists(Directory))
        {
            return File.Exists(Directory) ? RunContent.File : RunContent.Absent;
        }

        var names = Names().ToHashSet(StringComparer.Ordinal);
        return names switch
        {
            { Count: 0 } => RunContent.Empty,
            _ when names.Contains(JobFileName) => RunContent.Run,
            _ when names.Contains(Path.GetFileName(Database)) => RunContent.Unfinished,
            _ when names.Contains(Path.GetFileName(JournalPlace)) => RunContent.Unfinished,
            _ => names.All(IsOfTheLock) ? RunContent.Unfinished : RunContent.Foreign,
        };
    }

    /// <summary>A name in the directory that no run would have put there first.</summary>
    internal string FirstForeignName() =>
        Names().Where(name => !IsOfTheLock(name)).Order(StringComparer.Ordinal).First();

    private static bool IsOfTheLock(string name) => name is DirectoryLock.LockFileName or DirectoryLock.HolderFileName;

    private IEnumerable<string> Names() =>
        System.IO.Directory.EnumerateFileSystemEntries(Directory).Select(entry => Path.GetFileName(entry));
}
