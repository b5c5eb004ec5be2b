using System.CommandLine;
using Decentral.Actors.Nodes.Membership;
using Decentral.Cli.Hosting;
using Decentral.Cli.Listening;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Commands;

/// <summary>The options by which a run takes other machines in.</summary>
internal sealed class ListenCommandOptions
{
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(10);

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "Take other machines in at this address, as in https://0.0.0.0:7450; prints how they join.",
        HelpName = "URL",
    };

    private readonly Option<int?> _here = new("--workers-here")
    {
        Description = "With --listen: the job's workers that this process hosts; the others are left to machines that join. "
            + "All, when left out.",
        HelpName = "N",
    };

    private readonly Option<string?> _keys = new("--keys")
    {
        Description = "With --listen: the folder with the hub's keys; made when it is not there; in the run directory when left out.",
        HelpName = "DIR",
    };

    private readonly Option<double> _lease = new("--lease")
    {
        Description = "With --listen: seconds after which a machine that is not heard of is done without.",
        HelpName = "S",
        DefaultValueFactory = _ => NodeTimeouts.Default.Lease.TotalSeconds,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_listen);
        command.Options.Add(_here);
        command.Options.Add(_keys);
        command.Options.Add(_lease);
    }

    /// <summary>How the run listens; null where it does not.</summary>
    /// <exception cref="MistakeException">The options contradict each other or the job.</exception>
    public ListenOptions? Read(ParseResult line, Job job)
    {
        if (line.GetValue(_listen) is not { } listen)
        {
            return line.GetValue(_here) is null && line.GetValue(_keys) is null
                ? null
                : throw new MistakeException("--workers-here and --keys are for a run that takes others in: add --listen URL");
        }

        var here = line.GetValue(_here);
        if (here < 0 || here > job.Workers)
        {
            throw new MistakeException($"--workers-here: expected 0 to {job.Workers}, the job's workers, found {here}");
        }

        var lease = line.GetValue(_lease);
        if (!(lease >= NodeTimeouts.ShortestLease.TotalSeconds && lease <= LongestLease.TotalSeconds))
        {
            throw new MistakeException(
                $"--lease: expected {NodeTimeouts.ShortestLease.TotalSeconds} to {LongestLease.TotalSeconds} seconds, found {lease}");
        }

        return new ListenOptions
        {
            Address = AddressOption.Parse("--listen", listen),
            WorkersHere = here,
            Keys = line.GetValue(_keys),
            Timeouts = new NodeTimeouts(TimeSpan.FromSeconds(lease)),
        };
    }
}
