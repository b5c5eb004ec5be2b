using System.Collections.Immutable;
using System.Globalization;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Security;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>Opens connections to a hub, as far as its welcome.</summary>
/// <param name="join">Which hubs, and how this node proves who it is.</param>
/// <param name="options">The clock, and bounds.</param>
/// <param name="addresses">Where this node listens for its peers.</param>
internal sealed class HubDialer(JoinOptions join, NodesOptions options, ImmutableArray<string> addresses)
{
    private readonly LinkDial _dial = new("hub", options);
    private readonly IPass _pass = join.Identity as IPass ?? OpenGate.Instance;
    private readonly Uri[] _hubs = [join.Hub, .. join.Others];
    private readonly ILogger _log = options.LoggerFactory.CreateLogger("Decentral.Nodes");
    private int _turn;

    /// <summary>Hubs that are dialled in turn.</summary>
    public int Count => _hubs.Length;

    /// <summary>The hub that is dialled at present.</summary>
    public Uri Hub => _hubs[Volatile.Read(ref _turn) % _hubs.Length];

    /// <summary>One attempt; what the world does to it is in the outcome.</summary>
    /// <param name="purpose">Which link.</param>
    /// <param name="candidate">This node.</param>
    /// <param name="known">Members that it knows.</param>
    /// <param name="cancellationToken">Gives up; throws.</param>
    public async Task<DialOutcome> DialAsync(
        LinkPurpose purpose, Member candidate, IReadOnlyList<Member> known, CancellationToken cancellationToken)
    {
        var hub = Hub;
        var trust = new HubTrust(join.Identity?.Pin ?? default, join.Authorities, hub.IdnHost);
        var outcome = await _dial.TryAsync(
            hub,
            link =>
            {
                link.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => trust.Check(certificate, chain, errors);
                link.ClientCertificates = join.ClientCertificate is { } shown ? [shown] : [];
            },
            (challenge, version) =>
                new Hello(version, purpose, candidate, [.. known], _pass.Prove(challenge, purpose, candidate))
                {
                    Addresses = addresses,
                },
            cancellationToken).ConfigureAwait(false);
        if (outcome.Welcome is { } welcome)
        {
            return Judge(outcome, welcome);
        }

        TryNextHub(purpose, outcome.Refusal);
        return trust.Fault is { } fault
            ? DialOutcome.Refused(new Refusal(RefusalKind.Untrusted, fault, 0))
            : Judge(outcome);
    }

    /// <summary>Bulk data follow the control link; a hub that is there and refuses has the last word.</summary>
    private void TryNextHub(LinkPurpose purpose, Refusal? refusal)
    {
        if (purpose == LinkPurpose.Control && refusal is null)
        {
            Volatile.Write(ref _turn, (_turn + 1) % _hubs.Length);
        }
    }

    /// <summary>A refusal that the node can do something about; one that asks for the impossible says so.</summary>
    private static Refusal Judge(Refusal refusal) => NodeIncarnation.HasNext(refusal.Floor) ? refusal : new Refusal(
        RefusalKind.Mistaken,
        string.Create(
            CultureInfo.InvariantCulture,
            $"it asks for an incarnation above {refusal.Floor}, and there is none above {NodeIncarnation.Highest}: "
            + $"what it keeps of this name is damaged; start the node with another --name."),
        0);

    private DialOutcome Judge(DialOutcome outcome)
    {
        if (outcome.Refusal is not { } refusal)
        {
            return outcome;
        }

        var judged = Judge(refusal);
        return DialOutcome.Refused(judged.Kind == RefusalKind.Credential && _pass.TryAnother()
            ? judged with { Kind = RefusalKind.NotNow }
            : judged);
    }

    private DialOutcome Judge(DialOutcome outcome, Welcome welcome)
    {
        if (NodeTimeouts.FindFault(welcome.Lease) is { } fault)
        {
            outcome.Socket!.Dispose();
            return DialOutcome.Refused(
                new Refusal(RefusalKind.Mistaken, $"it grants {fault}: set another one at the hub.", 0));
        }

        try
        {
            _pass.Keep(welcome.Issued);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It holds for as long as this process lives; at the next start the token has to be shown again.
            NodesLog.CertificateNotKept(_log, error.Message);
        }

        return outcome;
    }
}
