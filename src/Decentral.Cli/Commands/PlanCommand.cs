using System.CommandLine;
using Decentral.Cli.Estimates;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Plans;
using Decentral.Cli.Presentation;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral plan</c>: how a job's model would be cut into stages for some machines, and what a step would take.</summary>
internal static class PlanCommand
{
    private static readonly Option<bool> Show = new("--show")
    {
        Description = "Draw when each stage makes which pass.",
    };

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var (source, options) = (new JobSourceOptions(), new PlanCommandOptions());
        var command = new Command(
            "plan", "Cut a job's model into stages for machines of any speed, and say what a step would take. Reads no data.");
        source.AddTo(command);
        options.AddTo(command);
        command.Options.Add(Show);
        command.Options.Add(CommonOptions.Json);
        command.SetAction(line => (int)Run(line, host, source, options));
        return command;
    }

    private static ExitCode Run(ParseResult line, CliHost host, JobSourceOptions source, PlanCommandOptions options)
    {
        var job = Resolve(line, host, source);
        var plan = JobPlan.Make(job, options.Read(line, job));
        var isJson = line.GetValue(CommonOptions.Json);
        if (!isJson || line.GetValue(Show))
        {
            PlanReport.Write(isJson ? host.Errors : host.Output, plan, line.GetValue(Show));
        }

        if (isJson)
        {
            host.Output.WriteRaw(PlanJson.Write(plan) + "\n");
        }

        return ExitCode.Done;
    }

    private static Job Resolve(ParseResult line, CliHost host, JobSourceOptions source)
    {
        string[] defaults = line.GetValue(source.Job) is null ? [UnreadData.AnyBudget] : [];
        var (job, problems) = source.Bind(line, host.WorkingDirectory, defaults);
        return problems.Count == 0
            ? JobPaths.Anchor(job, host.WorkingDirectory)
            : throw new MistakeException([.. problems.Select(problem => problem.ToString())]);
    }
}
