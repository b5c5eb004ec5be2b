using System.CommandLine;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;
using Decentral.Cli.Joining;
using Decentral.Cli.Runs;

namespace Decentral.Cli.Commands;

/// <summary>The options by which a machine finds a hub and is let in.</summary>
internal sealed class JoinCommandOptions
{
    private const int LongestName = 64;

    private readonly Option<string[]> _join = new("--join")
    {
        Description = "The hub's address, as it printed it; a second one for a hub that stands by.",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "The join token that the hub printed; kept, so that it is needed only once.",
        HelpName = "TOKEN",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "This node's name in the run, the same whenever it comes back; the machine's when left out.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _keys = new("--keys")
    {
        Description = "The folder with this node's keys; decentral/nodes in the user's configuration when left out.",
        HelpName = "DIR",
    };

    private static string KeysOfUser { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.Create),
        "decentral",
        "nodes");

    public void AddTo(Command command)
    {
        command.Options.Add(_join);
        command.Options.Add(_token);
        command.Options.Add(_name);
        command.Options.Add(_keys);
    }

    /// <summary>How to join; null where no hub is named.</summary>
    /// <exception cref="MistakeException">An option is not what it should be.</exception>
    public NodeSettings? Read(ParseResult line)
    {
        if (line.GetValue(_join) is not { Length: > 0 } join)
        {
            return line.GetValue(_token) is null && line.GetValue(_name) is null && line.GetValue(_keys) is null
                ? null
                : throw new MistakeException("--token, --name and --keys are for a hub: name it by --join URL");
        }

        var hubs = join.Select(address => AddressOption.Parse("--join", address)).ToArray();
        var name = line.GetValue(_name) ?? Environment.MachineName;
        return name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
            ? new NodeSettings
            {
                Hub = hubs[0],
                OtherHubs = hubs[1..],
                Name = name,
                Token = TokenOf(line.GetValue(_token)),
                CacheFolder = CacheFolder.Path,
                KeyFolder = NodeKeyFolder.Of(line.GetValue(_keys) ?? KeysOfUser, hubs[0], name),
            }
            : throw new MistakeException($"--name: expected a name of 1 to {LongestName} characters, found '{name}'");
    }

    private static JoinToken? TokenOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return JoinToken.TryParse(text, out var token, out var reason) ? token : throw new MistakeException($"--token: {reason}");
    }
}
