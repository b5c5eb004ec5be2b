using System.Globalization;
using System.Net.WebSockets;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Security;
using Decentral.Wire;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>Opens connections to a hub, as far as its welcome.</summary>
internal sealed class HubDialer(JoinOptions join, NodesOptions options)
{
    private readonly IPass _pass = join.Identity as IPass ?? OpenGate.Instance;
    private readonly Uri[] _hubs = [join.Hub, .. join.Others];
    private int _turn;

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
        using var patience = new CancellationTokenSource(options.Timeouts.Handshake, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var hub = Hub;
        var trust = new HubTrust(join.Identity?.Pin ?? default, join.Authorities, hub.IdnHost);
        var client = new ClientWebSocket();
        var socket = new FrameSocket(client) { MaxBatchBytes = options.MaxBatchBytes };
        DialOutcome? outcome = null;
        try
        {
            client.Options.RemoteCertificateValidationCallback =
                (_, certificate, chain, errors) => trust.Check(certificate, chain, errors);
            client.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            client.Options.CollectHttpResponseDetails = true;
            if (join.ClientCertificate is { } shown)
            {
                client.Options.ClientCertificates = [shown];
            }

            await client.ConnectAsync(HubAddress.ToWebSocket(hub), either.Token).ConfigureAwait(false);
            outcome = await GreetAsync(socket, purpose, candidate, known, either.Token).ConfigureAwait(false);
            if (outcome.Refusal?.Kind == RefusalKind.Credential && _pass.TryAnother())
            {
                outcome = outcome with { Refusal = outcome.Refusal with { Kind = RefusalKind.NotNow } };
            }

            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DialOutcome.Failed($"no answer within {options.Timeouts.Handshake.TotalSeconds:0.#} s");
        }
        catch (Exception error) when (error is WebSocketException or IOException or LinkBrokenException)
        {
            return trust.Fault is { } fault ? DialOutcome.Refused(new Refusal(RefusalKind.Untrusted, fault, 0))
                : ClientDoor.ReasonIn(client) is { } reason
                    ? DialOutcome.Refused(new Refusal(RefusalKind.ClientCertificate, reason, 0))
                : DialOutcome.Failed(Innermost(error).Message.TrimEnd('.'));
        }
        catch (WireFormatException error)
        {
            return DialOutcome.Failed($"what answers is no hub: {error.Message.TrimEnd('.')}");
        }
        finally
        {
            if (outcome?.Socket is null)
            {
                socket.Dispose();
                TryNextHub(purpose, outcome?.Refusal);
            }
        }
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

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    private async Task<DialOutcome> GreetAsync(
        FrameSocket socket,
        LinkPurpose purpose,
        Member candidate,
        IReadOnlyList<Member> known,
        CancellationToken cancellationToken)
    {
        if (await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not { } first)
        {
            return DialOutcome.Failed("it closed the connection");
        }

        var challenge = ReadChallenge(first);
        if (ProtocolVersion.Common(challenge.OldestVersion, challenge.NewestVersion) is not { } version)
        {
            return DialOutcome.Refused(new Refusal(
                RefusalKind.Version,
                ProtocolVersion.Explain("the hub", challenge.OldestVersion, challenge.NewestVersion),
                0));
        }

        var proof = _pass.Prove(challenge, purpose, candidate);
        var hello = new Hello(version, purpose, candidate, [.. known], proof);
        await socket.SendAsync(Handshake.Frame(Hello.Write, hello), cancellationToken).ConfigureAwait(false);
        return await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } second
            ? ReadAnswer(socket, challenge, second)
            : DialOutcome.Failed("it closed the connection without a word");
    }

    private DialOutcome Judge(FrameSocket socket, Challenge challenge, Welcome welcome)
    {
        if (NodeTimeouts.FindFault(welcome.Lease) is { } fault)
        {
            return DialOutcome.Refused(
                new Refusal(RefusalKind.Mistaken, $"it grants {fault}: set another one at the hub.", 0));
        }

        _pass.Keep(welcome.Issued);
        return new DialOutcome(socket, challenge, welcome, null, "");
    }

    private Challenge ReadChallenge(ReadOnlyMemory<byte> batch)
    {
        var reader = Handshake.Open(batch, NoReferences.Instance, options.Limits, out var kind);
        return kind == FrameKind.Challenge ? Challenge.Read(ref reader) : throw reader.Refuse("a challenge", $"{kind}");
    }

    private DialOutcome ReadAnswer(FrameSocket socket, Challenge challenge, ReadOnlyMemory<byte> batch)
    {
        var reader = Handshake.Open(batch, NoReferences.Instance, options.Limits, out var kind);
        switch (kind)
        {
            case FrameKind.Welcome:
                return Judge(socket, challenge, Welcome.Read(ref reader));
            case FrameKind.Refusal:
                return DialOutcome.Refused(Judge(Refusal.Read(ref reader)));
            default:
                throw reader.Refuse("a welcome or a refusal", $"{kind}");
        }
    }
}
