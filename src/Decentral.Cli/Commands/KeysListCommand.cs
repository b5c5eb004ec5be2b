using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Keys;
using Decentral.Cli.Listening;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral keys list</c>: which tokens and nodes a hub knows.</summary>
internal static class KeysListCommand
{
    private static readonly KeyFolderOptions Folder = new();

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "list", "Show the tokens that a hub knows, without their secrets, and the nodes that have joined.");
        Folder.AddTo(command);
        command.Options.Add(CommonOptions.Json);
        command.SetAction(line => (int)Show(line, host));
        return command;
    }

    private static ExitCode Show(ParseResult line, CliHost host)
    {
        var register = HubKeyFolder.RegisterOf(Folder.Read(line, host)).Read();
        if (line.GetValue(CommonOptions.Json))
        {
            host.Output.WriteRaw(KeyReport.WriteJson(register) + "\n");
        }
        else
        {
            KeyReport.Write(host.Output, register, host.Time.GetUtcNow());
        }

        return ExitCode.Done;
    }
}
