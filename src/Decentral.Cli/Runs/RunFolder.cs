using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>A run directory: the folder that holds one job and all that became of it.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Name">The same as the person would write it.</param>
/// <param name="IsNew">Whether this start made it.</param>
internal sealed record RunFolder(string Location, string Name, bool IsNew)
{
    /// <summary>Where runs go that are given no folder.</summary>
    public const string Parent = "runs";

    private const string JobFileName = "job.yaml";

    /// <summary>
    /// The folder that <paramref name="wanted"/> names, or else the first free one of runs/NAME, runs/NAME-2 and so on.
    /// Nothing is made yet: that is done once the data are found to be usable.
    /// </summary>
    /// <exception cref="MistakeException">The folder is in use.</exception>
    public static RunFolder Choose(Job job, string? wanted, string workingDirectory)
    {
        var folder = wanted is null
            ? FirstFree(job.Name, workingDirectory)
            : new RunFolder(Path.GetFullPath(wanted, workingDirectory), wanted, IsNew: true);
        folder.RefuseUnlessFree();
        return folder;
    }

    /// <summary>Opens the folder of a run that was started before.</summary>
    /// <exception cref="MistakeException">There is no run, or its job cannot be read.</exception>
    public static (RunFolder Folder, Job Job) Open(string name, string workingDirectory)
    {
        var folder = new RunFolder(Path.GetFullPath(name, workingDirectory), name, IsNew: false);
        if (!File.Exists(folder.JobPath))
        {
            throw new MistakeException(
                $"{name}: expected a run directory, which holds a {JobFileName}, found {folder.Describe()}");
        }
        var origin = Path.Combine(name, JobFileName);
        var (job, problems) = JobBinder.Bind(origin, [JobFile.Read(folder.JobPath, origin)]);
        return problems.Count == 0
            ? (folder, job)
            : throw new MistakeException([.. problems.Select(problem => problem.ToString())]);
    }

    private string JobPath => Path.Combine(Location, JobFileName);

    private static RunFolder FirstFree(string name, string workingDirectory)
    {
        var parent = Path.Combine(workingDirectory, Parent);
        var free = Enumerable.Range(1, int.MaxValue)
            .Select(number => number == 1 ? name : $"{name}-{number}")
            .First(candidate => !Path.Exists(Path.Combine(parent, candidate)));
        return new RunFolder(Path.Combine(parent, free), Path.Combine(Parent, free), IsNew: true);
    }

    private void RefuseUnlessFree()
    {
        if (File.Exists(JobPath))
        {
            throw new MistakeException(
                $"{Name}: expected a new folder, found a run; go on with it by --resume {Name}, or name another");
        }
        var isEmpty = Directory.Exists(Location) && !Directory.EnumerateFileSystemEntries(Location).Any();
        if (Path.Exists(Location) && !isEmpty)
        {
            throw new MistakeException($"{Name}: expected a new or empty folder, found {Describe()}; name another");
        }
    }

    private string Describe() => this switch
    {
        _ when File.Exists(Location) => "a file",
        _ when !Directory.Exists(Location) => "nothing of that name",
        _ => "a folder with other things in it",
    };
}
