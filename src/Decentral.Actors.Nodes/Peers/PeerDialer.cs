using System.Net.WebSockets;
using System.Security.Cryptography;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Spokes;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>Opens direct connections to other nodes.</summary>
/// <param name="self">This node.</param>
/// <param name="trust">How peers prove who they are.</param>
/// <param name="options">The clock, and bounds.</param>
/// <param name="mayBeHere">Whether a peer may be on this machine, as the hub is: otherwise none of its own addresses is dialled.</param>
internal sealed class PeerDialer(Member self, PeerTrust trust, NodesOptions options, bool mayBeHere)
{
    private readonly LinkDial _dial = new("node", options);

    /// <summary>
    /// Tries the addresses of a peer one after another; the outcome has the connection, or what is wrong with each.
    /// </summary>
    /// <param name="peer">Who is to be there.</param>
    /// <param name="contact">How it is reached and known.</param>
    /// <param name="cancellationToken">Gives up; throws.</param>
    public async Task<DialOutcome> DialAsync(Member peer, PeerContact contact, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        foreach (var text in contact.Addresses.Distinct())
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || !LinkAddress.IsSafe(address)
                || (address.IsLoopback && !mayBeHere))
            {
                reasons.Add($"{text}: no address that a peer may be dialled at, which takes https");
                continue;
            }

            var outcome = await DialAsync(peer, contact, address, cancellationToken).ConfigureAwait(false);
            if (outcome.Socket is not null)
            {
                return outcome;
            }

            reasons.Add($"{address.GetLeftPart(UriPartial.Authority)}: {outcome.Reason.TrimEnd('.')}");
        }

        return DialOutcome.Failed(string.Join("; ", reasons));
    }

    private async Task<DialOutcome> DialAsync(
        Member peer, PeerContact contact, Uri address, CancellationToken cancellationToken)
    {
        byte[] channel = [];
        PeerClaim? claim = null;
        var outcome = await _dial.TryAsync(
            address,
            link => Configure(link, shown => channel = shown),
            (challenge, version) =>
            {
                claim = Claim(peer, challenge, channel);
                return new Hello(version, LinkPurpose.Peer, self, [], trust.Prove(claim, PeerSide.Dialler));
            },
            cancellationToken).ConfigureAwait(false);
        if (outcome.Welcome is not { } welcome
            || trust.FindFault(claim!, PeerSide.Acceptor, contact, PeerProof.Read(welcome.Issued)) is not { } fault)
        {
            return outcome;
        }

        outcome.Socket!.Dispose();
        return DialOutcome.Failed(fault);
    }

    /// <summary>Any certificate is taken: the peer's proof says whether it is the peer's.</summary>
    private static void Configure(ClientWebSocketOptions link, Action<byte[]> shown)
    {
        link.Proxy = null;
        link.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            shown(PeerClaim.ChannelOf(certificate));
            return certificate is not null;
        };
    }

    private PeerClaim Claim(Member peer, Challenge challenge, byte[] channel)
    {
        var there = challenge.Hub;
        return there.Node == peer.Node && there.Incarnation == peer.Incarnation
            ? new PeerClaim(
                peer, challenge.Nonce, self, RandomNumberGenerator.GetBytes(PeerClaim.NonceBytes), channel)
            : throw new LinkBrokenException(
                $"it is '{there.Node}' of incarnation {there.Incarnation} that answers there");
    }
}
