using System.Diagnostics;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Storage.Runs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>The run directory that a person named, or that was chosen for them.</summary>
/// <param name="Paths">Where its parts are.</param>
/// <param name="Name">The same as the person would write it.</param>
/// <param name="IsNew">Whether the run is still to be made.</param>
internal sealed record RunFolder(RunPaths Paths, string Name, bool IsNew)
{
    /// <summary>Where runs go that are given no folder.</summary>
    public const string Parent = "runs";

    /// <summary>Where it is.</summary>
    public string Location => Paths.Directory;

    /// <summary>
    /// The folder that <paramref name="wanted"/> names, or else the first free one of runs/NAME, runs/NAME-2 and so on.
    /// Nothing is made yet: that is done once the data are found to be usable.
    /// </summary>
    /// <exception cref="MistakeException">The folder is in use.</exception>
    public static RunFolder Choose(Job job, string? wanted, string workingDirectory)
    {
        if (wanted is null)
        {
            return Numbered(job.Name)
                .Select(name => At(Path.Combine(Parent, name), workingDirectory, isNew: true))
                .First(folder => folder.Refusal() is null);
        }

        var named = At(wanted, workingDirectory, isNew: true);
        return named.Refusal() is { } refusal ? throw new MistakeException(refusal) : named;
    }

    /// <summary>Opens the folder of a run that was started before.</summary>
    /// <param name="name">The folder.</param>
    /// <param name="workingDirectory">Where relative paths start.</param>
    /// <param name="stages">Stages to cut the run's model into from now on; null for those of its job.</param>
    /// <exception cref="MistakeException">There is no run, its job cannot be read, or its model cannot be cut so.</exception>
    public static (RunFolder Folder, Job Job) Open(string name, string workingDirectory, int? stages = null)
    {
        var folder = At(name, workingDirectory, isNew: false);
        var content = folder.Paths.Look();
        if (content != RunContent.Run)
        {
            throw new MistakeException(
                $"{name}: expected a run directory, which holds a {RunPaths.JobFileName}, found {InWords(content)}");
        }

        var origin = Path.Combine(name, RunPaths.JobFileName);
        var (job, problems) = JobBinder.Bind(origin, [JobFile.Read(folder.Paths.Job, origin)]);
        return problems.Count == 0
            ? (folder, stages is { } wanted ? Cut(job, wanted, name) : job)
            : throw new MistakeException([.. problems.Select(problem => problem.ToString())]);
    }

    private static Job Cut(Job job, int stages, string name)
    {
        if (job.Pipeline.Stages == 0)
        {
            throw new MistakeException($"--stages: the workers of {name} hold whole models; for a model in stages start another run");
        }

        if (stages < 1 || stages > job.Model.Layers)
        {
            throw new MistakeException(
                $"--stages: expected 1 to {job.Model.Layers}, as {name} trains a model of that many layers and each stage has one at "
                + $"least, found {stages}");
        }

        var cut = job with { Pipeline = job.Pipeline with { Stages = stages } };
        var problems = JobValidator.Validate(cut);
        return problems.Count == 0
            ? cut
            : throw new MistakeException([.. problems.Select(problem => $"--stages {stages}: {problem}")]);
    }

    private static RunFolder At(string name, string workingDirectory, bool isNew) =>
        new(new RunPaths(Path.GetFullPath(name, workingDirectory)), name, isNew);

    private static IEnumerable<string> Numbered(string name) =>
        Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? name : $"{name}-{number}");

    /// <summary>Why no run can be made here; null when one can.</summary>
    private string? Refusal()
    {
        var content = Paths.Look();
        return content switch
        {
            RunContent.Absent or RunContent.Empty or RunContent.Unfinished => null,
            RunContent.Run =>
                $"{Name}: expected a new folder, found a run; go on with it by --resume {Name}, or name another",
            RunContent.Foreign or RunContent.File =>
                $"{Name}: expected a new or empty folder, found {InWords(content)}; name another",
            _ => throw new UnreachableException(),
        };
    }

    private static string InWords(RunContent content) => content switch
    {
        RunContent.Absent => "nothing of that name",
        RunContent.Empty => "an empty folder",
        RunContent.Unfinished => "what the interrupted making of a run left; start the job again by --out",
        RunContent.Run => "a run",
        RunContent.Foreign => "a folder with other things in it",
        RunContent.File => "a file",
        _ => throw new UnreachableException(),
    };
}
