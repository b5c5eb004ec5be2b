using System.CommandLine;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Membership;
using Decentral.Cli.Hosting;
using Decentral.Cli.Keys;
using Decentral.Cli.Listening;
using Decentral.Cli.Runs;
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
        Description = "With --listen: the job's workers, or stages of its pipeline, that this process hosts; the others are left to machines "
            + "that join. All, when left out.",
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

    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "With --listen: keep the journal in this PostgreSQL database, as in 'Host=db;Database=decentral', which other "
            + $"hubs reach too; {JournalSource.Variable} in the environment says the same.",
        HelpName = "CONNECTION",
    };

    private readonly Option<string?> _standby = new("--standby")
    {
        Description = "With --journal: wait until no other hub leads this run, then lead it.",
        HelpName = "RUN-ID",
    };

    private readonly Option<string?> _requireClient = new("--require-client-certificate")
    {
        Description = "With --listen: take only machines that show a certificate for their name which an authority in this file, "
            + "in PEM, has issued.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_journal);
        command.Options.Add(_standby);
        command.Options.Add(_listen);
        command.Options.Add(_here);
        command.Options.Add(_keys);
        command.Options.Add(_lease);
        command.Options.Add(_requireClient);
    }

    /// <summary>How the run listens; null where it does not.</summary>
    /// <exception cref="MistakeException">The options contradict each other or the job.</exception>
    public ListenOptions? Read(ParseResult line, Job job)
    {
        if (line.GetValue(_listen) is not { } listen)
        {
            return new Option[] { _here, _keys, _journal, _standby, _requireClient, _lease }.All(
                option => line.GetResult(option) is null or { Implicit: true })
                ? null
                : throw new MistakeException(
                    "--workers-here, --keys, --journal, --standby, --lease and --require-client-certificate are for a run that takes "
                    + "others in: add --listen URL");
        }

        var here = line.GetValue(_here);
        var (places, kind) = StagedJob.Is(job) ? (job.Pipeline.Stages, "stages") : (job.Workers, "workers");
        if (here < 0 || here > places)
        {
            throw new MistakeException($"--workers-here: expected 0 to {places}, the job's {kind}, found {here}");
        }

        var lease = line.GetValue(_lease);
        if (!(lease >= NodeTimeouts.ShortestLease.TotalSeconds && lease <= LongestLease.TotalSeconds))
        {
            throw new MistakeException(
                $"--lease: expected {NodeTimeouts.ShortestLease.TotalSeconds} to {LongestLease.TotalSeconds} seconds, found {lease}");
        }

        var standsBy = line.GetValue(_standby);
        if (standsBy is not null && here > 0)
        {
            throw new MistakeException(
                "--workers-here: expected none with --standby, as the snapshots are the other hub's: let a node join this one in their stead");
        }

        var journal = JournalSource.Choose(line.GetValue(_journal));
        if (standsBy is not null && journal is null)
        {
            throw new MistakeException(
                "--standby: a hub stands by for a run whose journal is in a database: name it by --journal, and the run by the id "
                + "that its hub printed");
        }

        var address = AddressOption.Parse("--listen", listen);
        var requireClient = line.GetValue(_requireClient);
        if (address.Scheme != Uri.UriSchemeHttps && (requireClient is not null || line.GetValue(_keys) is not null))
        {
            throw new MistakeException(
                $"--keys and --require-client-certificate are for a hub with TLS: expected https, found --listen '{listen}'");
        }

        return new ListenOptions
        {
            ClientAuthorities = requireClient is null ? null : PemPair.ReadAll(requireClient),
            Journal = journal,
            StandsByFor = standsBy,
            Address = address,
            WorkersHere = standsBy is null ? here : 0,

            // Each node hosts a worker or more.
            MaxNodes = Math.Min(job.Limits.Members + 1, HubOptions.MostMembers),
            Keys = line.GetValue(_keys),
            Timeouts = new NodeTimeouts(TimeSpan.FromSeconds(lease)),
        };
    }
}
