using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Membership;

namespace Decentral.Cli.Listening;

/// <summary>How a run takes other machines in.</summary>
internal sealed record ListenOptions
{
    /// <summary>The name of the process with the run directory among its nodes.</summary>
    public const string HubName = "hub";

    /// <summary>Where it listens: https, or http for this machine alone.</summary>
    public required Uri Address { get; init; }

    /// <summary>Workers of the run in this process; null for all with which it begins.</summary>
    public int? WorkersHere { get; init; }

    /// <summary>Nodes of the run at one time, the hub included.</summary>
    public int MaxNodes { get; init; } = HubOptions.MostMembers;

    /// <summary>The folder with the hub's keys; null for one in the run directory.</summary>
    public string? Keys { get; init; }

    /// <summary>
    /// Those one of which has issued the certificate that every node has to show; null where none is asked for.
    /// </summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>
    /// Where the run's journal is, as Npgsql reads it: a PostgreSQL database that other hubs reach too. Null for one in the run
    /// directory.
    /// </summary>
    public string? Journal { get; init; }

    /// <summary>The run that this hub stands by for, until no other leads it; null for a hub that leads its own.</summary>
    public string? StandsByFor { get; init; }

    /// <summary>All waiting times between nodes.</summary>
    public NodeTimeouts Timeouts { get; init; } = NodeTimeouts.Default;
}
