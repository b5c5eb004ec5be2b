using System.CommandLine;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral keys</c>: who may join a hub, and by what it is known.</summary>
internal static class KeysCommand
{
    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("keys", "Make and revoke what hubs and nodes prove themselves by.");
        command.Subcommands.Add(KeysAuthorityCommand.Create(host));
        command.Subcommands.Add(KeysHubCommand.Create(host));
        command.Subcommands.Add(KeysNodeCommand.Create(host));
        command.Subcommands.Add(KeysTokenCommand.Create(host));
        command.Subcommands.Add(KeysListCommand.Create(host));
        command.Subcommands.Add(KeysRevokeCommand.Create(host));
        return command;
    }
}
