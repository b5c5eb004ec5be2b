using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Security;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Joining;

/// <summary>How a node takes part in a run.</summary>
internal sealed record NodeSettings
{
    /// <summary>The hub.</summary>
    public required Uri Hub { get; init; }

    /// <summary>Hubs that stand by for it.</summary>
    public IReadOnlyList<Uri> OtherHubs { get; init; } = [];

    /// <summary>Its name; the same over its restarts, and no other's.</summary>
    public required string Name { get; init; }

    /// <summary>What lets it in the first time; null where it has joined before, or the hub asks for none.</summary>
    public JoinToken? Token { get; init; }

    /// <summary>How other nodes dial it for bulk data; null where they do not.</summary>
    public PeerListening? Peers { get; init; }

    /// <summary>Who may vouch for the hub where its token does not name it; null for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Shown to a hub that asks for one; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Workers that it hosts.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Its device, lanes and threads; the job's are for the hub.</summary>
    public ComputeOptions Compute { get; init; } = new();

    /// <summary>What the machine's owner lends.</summary>
    public NodePolicy Policy { get; init; } = new();

    /// <summary>Where tokens are kept.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Where its keys are kept, and what it has measured.</summary>
    public required string KeyFolder { get; init; }
}
