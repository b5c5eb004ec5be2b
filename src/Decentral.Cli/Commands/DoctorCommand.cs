using System.CommandLine;
using Decentral.Cli.Doctor;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral doctor</c>: is this machine fit to train on, and what would help?</summary>
internal static class DoctorCommand
{
    /// <param name="host">The surroundings.</param>
    /// <param name="probe">Finds out the facts, given the working directory.</param>
    public static Command Create(CliHost host, Func<string, MachineFacts> probe)
    {
        var source = new JobSourceOptions();
        var join = new JoinCommandOptions();
        var command = new Command("doctor", "Check whether this machine is fit to train on, or to join a hub, and say what would help.");
        source.AddTo(command);
        join.AddTo(command);
        command.Options.Add(CommonOptions.Json);
        command.SetAction(async (line, _) => (int)await RunAsync(line, host, source, join, probe));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        ParseResult line, CliHost host, JobSourceOptions source, JoinCommandOptions join, Func<string, MachineFacts> probe)
    {
        var hub = join.Read(line);
        var isJobGiven = line.GetValue(source.Job) is not null || source.HasOverrides(line);
        var job = isJobGiven ? source.Resolve(line, host.WorkingDirectory) : null;
        var facts = probe(host.WorkingDirectory);
        var findings = job is null ? Diagnosis.Of(facts) : Diagnosis.Of(facts, job.Compute, job.Workers);
        if (hub is not null)
        {
            findings = [.. findings, .. HubDiagnosis.Of(await new HubProbe(host.Time).ProbeAllAsync(hub))];
        }

        if (line.GetValue(CommonOptions.Json))
        {
            host.Output.WriteRaw(DoctorReport.WriteJson(findings) + "\n");
        }
        else
        {
            DoctorReport.Write(host.Output, findings);
        }
        return DoctorReport.HasFailure(findings) ? ExitCode.Mistake : ExitCode.Done;
    }
}
