using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Joining;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral node</c>: takes part in a run of another machine.</summary>
internal sealed class NodeCommand
{
    private readonly CliHost _host;
    private readonly JoinCommandOptions _join = new();
    private readonly PeerCommandOptions _peers = new();
    private readonly PolicyCommandOptions _policy = new();

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

    private NodeCommand(CliHost host) => _host = host;

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var node = new NodeCommand(host);
        var command = new Command("node", "Take part in a run of another machine, until the run ends or Ctrl-C.");
        node._join.AddTo(command);
        command.Options.Add(node._workers);
        command.Options.Add(node._device);
        command.Options.Add(node._threads);
        node._peers.AddTo(command);
        node._policy.AddTo(command);
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
        var settings = _join.Read(line) ?? throw new MistakeException(
            $"--join: expected the hub's address, as in: {ProgramName.Typed} node --join https://hub:7450 --token ...");
        var workers = line.GetValue(_workers);
        if (workers < 1)
        {
            throw new MistakeException($"--workers: expected 1 or more, found {workers}");
        }

        var threads = line.GetValue(_threads);
        return threads is < 1
            ? throw new MistakeException($"--threads: expected 1 or more, found {threads}")
            : settings with
            {
                Workers = workers,
                Peers = _peers.Read(line),
                Policy = _policy.Read(line),
                Compute = new ComputeOptions { Device = line.GetValue(_device), Threads = threads },
            };
    }
}
