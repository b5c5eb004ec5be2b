using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Listening;
using Decentral.Actors.Nodes.Spokes;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>Serves the connections that peers have dialled, each from its first word to its end. From any thread.</summary>
/// <param name="node">Knows who is a member, and of which key.</param>
/// <param name="trust">Checks the proof, and gives this node's.</param>
/// <param name="channel">See <see cref="PeerClaim.ChannelOf"/>.</param>
internal sealed class PeerReception(SpokeSwitchboard node, PeerTrust trust, byte[] channel)
{
    /// <summary>Serves one connection.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="stranger">What it is until it is known whose it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ServeAsync(FrameSocket socket, Stranger stranger, CancellationToken cancellationToken)
    {
        var challenge = Challenge.Draw(node.Self, node.Options.TimeProvider.GetUtcNow());
        var greeting = new Greeting(socket, node.References, node.Options);
        if (await greeting.AskAsync(challenge, cancellationToken).ConfigureAwait(false) is not { } hello)
        {
            return;
        }

        var proof = PeerProof.Read(hello.Credential);
        var claim = new PeerClaim(
            node.Self, challenge.Nonce, hello.Candidate, proof?.Nonce ?? [], channel);
        if (Examine(hello, claim, proof) is { } refusal)
        {
            NodesLog.Refused(node.Log, hello.Candidate.Node, refusal.Reason);
            await greeting.RefuseAsync(refusal, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!node.Peers.TryTakePlace())
        {
            await greeting.RefuseAsync(NotNow("it has as many links with peers as it may."), cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        try
        {
            var welcome = new Welcome(node.Timeouts.Lease, [], trust.Prove(claim, PeerSide.Acceptor));
            await greeting.WelcomeAsync(welcome, cancellationToken).ConfigureAwait(false);
            await node.Peers.AcceptAsync(hello.Candidate, socket, stranger, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            node.Peers.LeavePlace();
        }
    }

    private static Refusal NotNow(string reason) => new(RefusalKind.NotNow, reason, 0);

    private Refusal? Examine(Hello hello, PeerClaim claim, PeerProof? proof)
    {
        if (Refusal.OfVersion(hello) is { } refusal)
        {
            return refusal;
        }

        if (hello.Purpose != LinkPurpose.Peer)
        {
            return new Refusal(RefusalKind.Unwanted, "it dialled a node as if that were its hub.", 0);
        }

        if (node.FindPeer(hello.Candidate.Node) is not { } member
            || member.Incarnation != hello.Candidate.Incarnation)
        {
            return NotNow(
                $"'{hello.Candidate.Node}' is not a member of that incarnation, as far as '{node.Self.Node}' has heard.");
        }

        return trust.FindFault(claim, PeerSide.Dialler, node.Contacts.Of(member), proof) is { } fault
            ? new Refusal(RefusalKind.Credential, $"{fault}.", 0)
            : null;
    }
}
