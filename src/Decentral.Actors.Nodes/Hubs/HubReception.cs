using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Listening;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Sessions;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>Serves the connections of a hub, each from its first word to its end. From any thread.</summary>
/// <param name="hub">Takes whoever has proved who it is, and what comes from it.</param>
/// <param name="gate">Checks the proof.</param>
internal sealed class HubReception(HubSwitchboard hub, IGate gate)
{
    private const string Failed = "this node failed at it";

    private TimeProvider Time => hub.Options.TimeProvider;

    /// <summary>Serves one connection.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="stranger">What it is until it is known whose it is.</param>
    /// <param name="shown">The client certificate that was asked for; null where none was.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ServeAsync(
        FrameSocket socket, Stranger stranger, X509Certificate2? shown, CancellationToken cancellationToken)
    {
        var challenge = Challenge.Draw(hub.Self, Time.GetUtcNow());
        var greeting = new Greeting(socket, hub.References, hub.Options);
        if (await greeting.AskAsync(challenge, cancellationToken).ConfigureAwait(false) is not { } hello)
        {
            return;
        }

        if (Examine(challenge, hello, shown, out var proven) is { } refusal)
        {
            NodesLog.Refused(hub.Log, hello.Candidate.Node, refusal.Reason);
            await greeting.RefuseAsync(refusal, cancellationToken).ConfigureAwait(false);
        }
        else if (hello.Purpose == LinkPurpose.Control)
        {
            await ServeControlAsync(greeting, socket, stranger, hello, proven, cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            await ServeBulkAsync(greeting, socket, stranger, hello, proven, cancellationToken).ConfigureAwait(false);
        }
    }

    private Refusal? Examine(Challenge challenge, Hello hello, X509Certificate2? shown, out Proven proven)
    {
        proven = Proven.Nothing;
        if (Refusal.OfVersion(hello) is { } refusal)
        {
            return refusal;
        }

        if (hello.Purpose == LinkPurpose.Peer)
        {
            return new Refusal(RefusalKind.Unwanted, "it dialled the hub as if that were one of its peers.", 0);
        }

        return shown is not null && ClientCertificate.FindFalseName(shown, hello.Candidate.Node) is { } fault
            ? new Refusal(RefusalKind.ClientCertificate, fault, 0)
            : gate.Check(challenge, hello, out proven);
    }

    private async Task ServeControlAsync(
        Greeting greeting,
        FrameSocket socket,
        Stranger stranger,
        Hello hello,
        Proven proven,
        CancellationToken cancellationToken)
    {
        HubAnswer? answer = null;
        while (answer is null)
        {
            // The newest connection of a node is the one that it knows of.
            await EndFormerAsync(hello).ConfigureAwait(false);
            answer = hub.Admit(socket, hello, proven);
        }

        if (answer.Session is not { } session)
        {
            await greeting.RefuseAsync(answer.Refusal!, cancellationToken).ConfigureAwait(false);
            return;
        }

        stranger.Introduced();
        var reason = Failed;
        try
        {
            await greeting.WelcomeAsync(answer.Welcome!, cancellationToken).ConfigureAwait(false);
            reason = await RunAsync(
                socket,
                ending => ControlSender.SendAsync(session, socket, ending),
                batch => hub.Receive(session, batch),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            NodesLog.Disconnected(hub.Log, session.Peer.Node, reason);
            hub.Disconnected(session, reason);
        }
    }

    private async Task ServeBulkAsync(
        Greeting greeting,
        FrameSocket socket,
        Stranger stranger,
        Hello hello,
        Proven proven,
        CancellationToken cancellationToken)
    {
        var other = HubMembers.FindOtherKey(SessionOf(hello), hello.Candidate.Incarnation, proven);
        if (other is not null)
        {
            await greeting.RefuseAsync(new Refusal(RefusalKind.Unwanted, other, 0), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (SessionOf(hello) is not { } session)
        {
            var refusal = new Refusal(
                RefusalKind.NotNow,
                $"'{hello.Candidate.Node}' is not a member of that incarnation: its control link comes first.",
                0);
            await greeting.RefuseAsync(refusal, cancellationToken).ConfigureAwait(false);
            return;
        }

        await greeting.WelcomeAsync(new Welcome(hub.Timeouts.Lease, [], []), cancellationToken).ConfigureAwait(false);
        do
        {
            await session.BulkLink.EndAsync().ConfigureAwait(false);
        }
        while (!session.BulkLink.TryOpen(socket, Time.GetTimestamp()));

        stranger.Introduced();
        var reason = Failed;
        try
        {
            hub.BulkOpened(session);
            socket.Intake = hub.Transfers.Intake;
            reason = await RunAsync(
                socket,
                ending => hub.Transfers.Outgoing.SendAsync(session, socket, ending),
                batch => hub.Transfers.Receive(session, batch),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            session.CloseBulk();
            NodesLog.BulkDisconnected(hub.Log, session.Peer.Node, reason);
        }
    }

    private Task<string> RunAsync(
        FrameSocket socket,
        Func<CancellationToken, Task> send,
        Func<ReadOnlyMemory<byte>, string?> receive,
        CancellationToken cancellationToken)
    {
        socket.MaxBatchBytes = hub.Options.MaxBatchBytes;
        return LinkPump.RunAsync(socket, send, receive, Time, hub.Log, cancellationToken);
    }

    private Task EndFormerAsync(Hello hello) => SessionOf(hello)?.ControlLink.EndAsync() ?? Task.CompletedTask;

    private Session? SessionOf(Hello hello) =>
        hub.SessionTo(hello.Candidate.Node) is { } session && session.Peer.Incarnation == hello.Candidate.Incarnation
            ? session
            : null;
}
