using System.CommandLine;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;
using Decentral.Cli.Joining;
using Decentral.Cli.Runs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral node</c>: takes part in a run of another machine.</summary>
internal sealed class NodeCommand
{
    private const int LongestName = 64;

    private readonly CliHost _host;

    private readonly Option<string?> _join = new("--join")
    {
        Description = "The hub's address, as it printed it.",
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

    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Workers that it hosts; one uses all cores.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<DeviceKind> _device = new("--device")
    {
        Description = "Where the tensors live; auto takes CUDA where it is there.",
        DefaultValueFactory = _ => DeviceKind.Auto,
    };

    private readonly Option<int?> _threads = new("--threads")
    {
        Description = "Threads of each worker; all cores for one alone, or else 1, when left out.",
        HelpName = "N",
    };

    private readonly Option<string?> _keys = new("--keys")
    {
        Description = "The folder with this node's keys; decentral/nodes in the user's configuration when left out.",
        HelpName = "DIR",
    };

    private NodeCommand(CliHost host) => _host = host;

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var node = new NodeCommand(host);
        var command = new Command("node", "Take part in a run of another machine, until the run ends or Ctrl-C.")
        {
            node._join, node._token, node._name, node._workers, node._device, node._threads, node._keys,
        };
        command.SetAction(async (line, _) => (int)await node.RunAsync(line));
        return command;
    }

    private async Task<ExitCode> RunAsync(ParseResult line)
    {
        var settings = Read(line);
        using var signals = new StopSignals(static () => Environment.Exit((int)ExitCode.Done));
        var view = new PlainNodeView(_host.Errors, _host.Time);
        var outcome = await new JoinedNode(settings, view, _host.Time).RunAsync(signals.StopRequested);
        if (outcome == NodeOutcome.Stopped)
        {
            view.Say("left");
        }

        return ExitCode.Done;
    }

    private NodeSettings Read(ParseResult line)
    {
        var hub = HubAddressOf(line.GetValue(_join) ?? throw new MistakeException(
            $"--join: expected the hub's address, as in: {ProgramName.Typed} node --join https://hub:7450 --token ..."));
        var name = line.GetValue(_name) ?? Environment.MachineName;
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            throw new MistakeException($"--name: expected a name of 1 to {LongestName} characters, found '{name}'");
        }

        var workers = line.GetValue(_workers);
        if (workers < 1)
        {
            throw new MistakeException($"--workers: expected 1 or more, found {workers}");
        }

        if (line.GetValue(_threads) is < 1 and var threads)
        {
            throw new MistakeException($"--threads: expected 1 or more, found {threads}");
        }

        return new NodeSettings
        {
            Hub = hub,
            Name = name,
            Token = TokenOf(line.GetValue(_token)),
            Workers = workers,
            Compute = new ComputeOptions { Device = line.GetValue(_device), Threads = line.GetValue(_threads) },
            CacheFolder = CacheFolder.Path,
            KeyFolder = NodeKeyFolder.Of(line.GetValue(_keys) ?? KeysOfUser, hub, name),
        };
    }

    private static string KeysOfUser { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.Create),
        "decentral",
        "nodes");

    private static Uri HubAddressOf(string text) => AddressOption.Parse("--join", text);

    private static JoinToken? TokenOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return JoinToken.TryParse(text, out var token, out var reason) ? token : throw new MistakeException($"--token: {reason}");
    }
}
