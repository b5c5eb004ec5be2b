using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral export</c>: writes a trained model where other tools look for one.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Run = new("RUN")
    {
        Description = "The run directory, as in runs/quickstart.",
    };

    private static readonly Argument<string> Folder = new("FOLDER")
    {
        Description = "Where to write model.safetensors, config.json and tokenizer.json; made when missing.",
    };

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "export", "Write the trained model of a run under the names that Hugging Face's libraries load.");
        command.Arguments.Add(Run);
        command.Arguments.Add(Folder);
        command.SetAction(line => (int)Export(line, host));
        return command;
    }

    private static ExitCode Export(ParseResult line, CliHost host)
    {
        var (folder, job) = RunFolder.Open(line.GetRequiredValue(Run), host.WorkingDirectory);
        using var model = RunModel.Open(folder, job);
        var destination = line.GetRequiredValue(Folder);
        model.Save(Path.GetFullPath(destination, host.WorkingDirectory));
        host.Output.WriteRaw($"{destination}\n");
        return ExitCode.Done;
    }
}
