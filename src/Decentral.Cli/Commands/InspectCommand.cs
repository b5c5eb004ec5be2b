using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Inspection;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Training.Coordination.Events;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral inspect</c>: what happened in a run, when, and why.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Run = new("RUN")
    {
        Description = "The run directory, as in runs/quickstart.",
    };

    private static readonly Option<bool> All = new("--all") { Description = "Show every round, however many." };

    /// <param name="host">The surroundings.</param>
    /// <param name="read">Reads a run's ledger.</param>
    public static Command Create(CliHost host, Func<RunFolder, Task<IReadOnlyList<CoordinatorEvent>>> read)
    {
        var command = new Command("inspect", "Explain what happened in a run, when, and why.");
        command.Arguments.Add(Run);
        command.Options.Add(All);
        command.Options.Add(CommonOptions.Json);
        command.SetAction(async (line, _) => (int)await InspectAsync(line, host, read));
        return command;
    }

    private static async Task<ExitCode> InspectAsync(
        ParseResult line, CliHost host, Func<RunFolder, Task<IReadOnlyList<CoordinatorEvent>>> read)
    {
        var (folder, job) = RunFolder.Open(line.GetRequiredValue(Run), host.WorkingDirectory);
        var history = Historian.Tell(await read(folder), StagedJob.Is(job));
        if (line.GetValue(CommonOptions.Json))
        {
            host.Output.WriteRaw(InspectJson.Write(folder, job, history) + "\n");
        }
        else
        {
            InspectReport.Write(host.Output, folder, job, history, isWhole: line.GetValue(All));
        }
        return ExitCode.Done;
    }
}
