using System.CommandLine;
using Decentral.Cli.Estimates;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral methods</c>: what can be trained with, and what it would send for a job.</summary>
internal static class MethodsCommand
{
    private const string NoJob = "a job of defaults";

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var source = new JobSourceOptions();
        var command = new Command(
            "methods", "List the methods and what each would send for a job; for one of defaults when left out. Reads no data.");
        source.AddTo(command);
        command.Options.Add(CommonOptions.Json);
        command.SetAction((line, _) => Task.FromResult((int)Run(line, host, source)));
        return command;
    }

    private static ExitCode Run(ParseResult line, CliHost host, JobSourceOptions source)
    {
        MethodChoice[] methods = [.. Enum.GetValues<MethodKind>().Select(method => Choose(line, host, source, method))];
        var name = line.GetValue(source.Job) is null ? NoJob : methods[0].Job.Name;
        if (methods.All(method => method.Estimate is null))
        {
            if (line.GetValue(source.Job) is not null)
            {
                // What is wrong with all methods is wrong with the job, and this says where.
                _ = source.Resolve(line, host.WorkingDirectory);
            }

            throw new MistakeException([.. methods.SelectMany(method => method.Problems).Select(problem => $"{problem}").Distinct()]);
        }

        if (line.GetValue(CommonOptions.Json))
        {
            host.Output.WriteRaw(MethodsReport.WriteJson(name, methods) + "\n");
        }
        else
        {
            MethodsReport.Write(host.Output, name, methods);
        }
        return ExitCode.Done;
    }

    private static MethodChoice Choose(ParseResult line, CliHost host, JobSourceOptions source, MethodKind method)
    {
        string[] defaults = line.GetValue(source.Job) is null ? [UnreadData.AnyBudget] : [];
        var (job, located) = source.Bind(line, host.WorkingDirectory, defaults, $"method={ChoiceName.Of(method)}");
        JobProblem[] problems = [.. located.Select(problem => problem.Problem)];
        if (problems.Length > 0)
        {
            return new MethodChoice(job, null, problems);
        }

        job = JobPaths.Anchor(job, host.WorkingDirectory);
        var facts = UnreadData.FactsOf(job);
        problems = [.. ModelSize.Check(job, facts)];
        return new MethodChoice(job, problems.Length > 0 ? null : new RunEstimate(job, facts), problems);
    }
}
