using System.Net;
using System.Net.Sockets;
using Decentral.Actors;
using Decentral.Actors.Nodes;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Cli.Joining;
using Decentral.Training.Archives;
using Decentral.Training.Formats;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Doctor;

/// <summary>Tries the way to a hub step by step, as far as being a node for a moment.</summary>
/// <param name="time">The clock.</param>
internal sealed class HubProbe(TimeProvider time)
{
    /// <summary>Not the machine's: a node of that name may be at work here, and would be put out.</summary>
    private static readonly string TrialName = $"doctor-{Environment.ProcessId}-{Environment.MachineName}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Tries it, in at most some twenty seconds.</summary>
    /// <param name="settings">As a node would join.</param>
    public async Task<HubFacts> ProbeAsync(NodeSettings settings)
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
        using var identity = settings.Hub.Scheme == Uri.UriSchemeHttps
            ? NodeKeyFolder.Try(settings.KeyFolder, settings.Token)
            : null;
        try
        {
            await using var system = await NodeActorSystem.JoinAsync(
                new NodesOptions
                {
                    Node = new NodeId(TrialName),
                    Messages = TrainingMessages.Catalogue,
                    TimeProvider = time,
                },
                new JoinOptions
                {
                    Hub = settings.Hub,
                    Identity = identity,
                    AttemptFailed = (reason, _) => lastFault = reason,
                },
                patience.Token);
            var measured = await new RemoteArchive(system, new RunNames()).Measure(time).WaitAsync(Patience, time);
            return facts with
            {
                IsJoined = true,
                ClockOffset = system.ClockOffset,
                Lease = system.Timeouts.Lease,
                RoundTrip = measured.RoundTrip,
                Downlink = measured.Downlink,
                Uplink = measured.Uplink,
            };
        }
        catch (JoinRefusedException refused)
        {
            return facts with { Fault = refused.Message };
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException)
        {
            return facts with { Fault = lastFault ?? $"the hub did not answer within {Patience.TotalSeconds:0} s" };
        }
    }
}
