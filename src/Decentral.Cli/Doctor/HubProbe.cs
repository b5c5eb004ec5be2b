using System.Net;
using System.Net.Sockets;
using Decentral.Actors;
using Decentral.Actors.Nodes;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Cli.Joining;
using Decentral.Cli.Keys;
using Decentral.Training.Archives;
using Decentral.Pipeline.Formats;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Doctor;

/// <summary>Tries the way to a hub step by step, as far as being a node for a moment.</summary>
/// <param name="time">The clock.</param>
internal sealed class HubProbe(TimeProvider time)
{
    /// <summary>
    /// Not the machine's: a node of that name may be at work here, and would be put out. With a client certificate there is
    /// no choice, and a node at work has the better right: its key is another.
    /// </summary>
    private static readonly string TrialName = $"{KeyRegister.TrialPrefix}{Environment.ProcessId}-{Environment.MachineName}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Tries all hubs that are named.</summary>
    /// <param name="settings">As a node would join.</param>
    public async Task<IReadOnlyList<HubFacts>> ProbeAllAsync(NodeSettings settings)
    {
        var facts = new List<HubFacts>();
        foreach (var hub in settings.OtherHubs.Prepend(settings.Hub))
        {
            facts.Add(await ProbeAsync(settings with { Hub = hub, OtherHubs = [] }));
        }

        return facts;
    }

    /// <summary>Tries it, in at most some thirty seconds.</summary>
    /// <param name="settings">As a node would join.</param>
    private async Task<HubFacts> ProbeAsync(NodeSettings settings)
    {
        var facts = new HubFacts { Hub = settings.Hub.GetLeftPart(UriPartial.Authority) };
        var addresses = await Resolve(settings.Hub);
        if (addresses.Found.Length == 0)
        {
            return facts with { Fault = addresses.Fault };
        }

        facts = facts with { Addresses = [.. addresses.Found.Select(address => address.ToString())] };
        var (connectTime, fault) = await Connect(settings.Hub);
        return connectTime is null
            ? facts with { Fault = fault }
            : await Join(settings, facts with { ConnectTime = connectTime });
    }

    private static async Task<(IPAddress[] Found, string? Fault)> Resolve(Uri hub)
    {
        try
        {
            return (await Dns.GetHostAddressesAsync(hub.DnsSafeHost), null);
        }
        catch (SocketException error)
        {
            return ([], error.Message);
        }
    }

    private async Task<(TimeSpan? Took, string? Fault)> Connect(Uri hub)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var client = new TcpClient();
        var began = time.GetTimestamp();
        try
        {
            await client.ConnectAsync(hub.DnsSafeHost, hub.Port, patience.Token);
            return (time.GetElapsedTime(began), null);
        }
        catch (SocketException error)
        {
            return (null, error.Message);
        }
        catch (OperationCanceledException)
        {
            return (null, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    private async Task<HubFacts> Join(NodeSettings settings, HubFacts facts)
    {
        string? lastFault = null;
        using var patience = new CancellationTokenSource(Patience, time);
        using var identity = settings.Hub.Scheme == Uri.UriSchemeHttps ? NodeKeyFolder.Try(settings) : null;
        try
        {
            if (await FindRevocation(settings, patience.Token) is { } revoked)
            {
                return facts with { Fault = revoked.Message, Refusal = revoked.Kind };
            }

            await using var system = await NodeActorSystem.JoinAsync(
                OptionsOf(settings.ClientCertificate is null ? TrialName : settings.Name),
                JoinOf(settings, identity) with { AttemptFailed = (reason, _) => lastFault = reason },
                patience.Token);
            return await Measure(system, facts with
            {
                IsJoined = true,
                ClockOffset = system.ClockOffset,
                Lease = system.Timeouts.Lease,
            });
        }
        catch (JoinRefusedException refused)
        {
            return facts with { Fault = refused.Message, Refusal = refused.Kind };
        }
        catch (OperationCanceledException)
        {
            return facts with { Fault = lastFault ?? $"the hub did not answer within {Patience.TotalSeconds:0} s" };
        }
    }

    private async Task<HubFacts> Measure(NodeActorSystem system, HubFacts facts)
    {
        try
        {
            var measured = await new RemoteArchive(system, new RunNames()).Measure(time).WaitAsync(Patience, time);
            return facts with { RoundTrip = measured.RoundTrip, Downlink = measured.Downlink, Uplink = measured.Uplink };
        }
        catch (TimeoutException)
        {
            return facts with { MeasureFault = $"that took more than {Patience.TotalSeconds:0} s" };
        }
        catch (LinkNotMeasuredException failed)
        {
            return facts with { MeasureFault = failed.Message };
        }
    }

    /// <summary>
    /// The token is tried under another name; whether this node's own certificate is revoked shows under its own alone.
    /// </summary>
    private async Task<JoinRefusedException?> FindRevocation(NodeSettings settings, CancellationToken cancellationToken)
    {
        using var identity = settings.Hub.Scheme == Uri.UriSchemeHttps ? NodeKeyFolder.Find(settings) : null;
        var refused = identity is null
            ? null
            : await HubInquiry.AskAsync(OptionsOf(settings.Name), JoinOf(settings, identity), cancellationToken);
        return refused?.Kind == RefusalKind.Revoked ? refused : null;
    }

    private NodesOptions OptionsOf(string name) => new()
    {
        Node = new NodeId(name),
        Messages = PipelineMessages.WithTraining,
        TimeProvider = time,
    };

    private static JoinOptions JoinOf(NodeSettings settings, NodeIdentity? identity) => new()
    {
        Hub = settings.Hub,
        Identity = identity,
        Authorities = settings.Authorities,
        ClientCertificate = settings.ClientCertificate,
    };
}
