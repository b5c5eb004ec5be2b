using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>The part of a command line that says which job is meant.</summary>
internal sealed class JobSourceOptions
{
    public Argument<string?> Job { get; } = new("JOB")
    {
        Description = $"The job file, in YAML; its fields are described by: {ProgramName.Typed} train --help-job",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Override a field of the job, as in --set sync.every=30; may be repeated.",
        HelpName = "path=value",
        DefaultValueFactory = _ => [],
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "The text to train on, as data.source: sdk-docs, a file, a folder, a glob, or a .jsonl.",
        HelpName = "SOURCE",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Job);
        command.Options.Add(Set);
        command.Options.Add(Data);
    }

    /// <summary>Whether the command line overrides anything.</summary>
    public bool HasOverrides(ParseResult line) => line.GetValue(Set)!.Length > 0 || line.GetValue(Data) is not null;

    /// <summary>The job that the command line means, with its paths anchored.</summary>
    /// <exception cref="MistakeException">All that is wrong with it.</exception>
    public Job Resolve(ParseResult line, string workingDirectory)
    {
        var (job, problems) = Bind(line, workingDirectory, defaults: []);
        return problems.Count == 0
            ? JobPaths.Anchor(job, workingDirectory)
            : throw new MistakeException([.. problems.Select(problem => problem.ToString())]);
    }

    /// <summary>The job that the command line means, valid or not, its paths as they were written.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="workingDirectory">Where relative paths start.</param>
    /// <param name="defaults">What the job and the command line override, as <c>--set</c> gives it.</param>
    /// <param name="overrides">What overrides them.</param>
    public JobBinding Bind(
        ParseResult line, string workingDirectory, IReadOnlyCollection<string> defaults, params IEnumerable<string> overrides)
    {
        var file = line.GetValue(Job);
        List<JobLayer> layers = defaults.Count == 0 ? [] : [CommandLineLayer.Read(defaults, null)];
        if (file is not null)
        {
            layers.Add(JobFile.Read(Path.Combine(workingDirectory, file), file));
        }

        layers.Add(CommandLineLayer.Read(line.GetValue(Set)!.Concat(overrides), line.GetValue(Data)));
        return JobBinder.Bind(file ?? "command line", layers);
    }
}
