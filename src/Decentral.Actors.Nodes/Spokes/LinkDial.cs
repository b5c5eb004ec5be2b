using System.Net.WebSockets;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Security;
using Decentral.Wire;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>Opens connections, as far as a welcome or a refusal.</summary>
/// <param name="listener">What is dialled, for the reason where something else answers.</param>
/// <param name="options">The clock, and bounds.</param>
internal sealed class LinkDial(string listener, NodesOptions options)
{
    /// <summary>One attempt within the time of a handshake; what the world does to it is in the outcome.</summary>
    /// <param name="address">Of whoever listens.</param>
    /// <param name="configure">Sets what is particular about the connection.</param>
    /// <param name="introduce">
    /// Answers a challenge, in a version of the protocol; may refuse to by <see cref="LinkBrokenException"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up; throws.</param>
    public async Task<DialOutcome> TryAsync(
        Uri address,
        Action<ClientWebSocketOptions> configure,
        Func<Challenge, int, Hello> introduce,
        CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Timeouts.Handshake, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var client = new ClientWebSocket();
        var socket = new FrameSocket(client) { MaxBatchBytes = options.MaxBatchBytes };
        DialOutcome? outcome = null;
        try
        {
            client.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            client.Options.CollectHttpResponseDetails = true;
            configure(client.Options);
            await client.ConnectAsync(LinkAddress.ToWebSocket(address), either.Token).ConfigureAwait(false);
            outcome = await GreetAsync(socket, introduce, either.Token).ConfigureAwait(false);
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DialOutcome.Failed($"no answer within {options.Timeouts.Handshake.TotalSeconds:0.#} s");
        }
        catch (Exception error) when (error is WebSocketException or IOException or LinkBrokenException)
        {
            return ClientDoor.ReasonIn(client) is { } reason
                ? DialOutcome.Refused(new Refusal(RefusalKind.ClientCertificate, reason, 0))
                : DialOutcome.Failed(Innermost(error).Message.TrimEnd('.'));
        }
        catch (WireFormatException error)
        {
            return DialOutcome.Failed($"what answers is no {listener}: {error.Message.TrimEnd('.')}");
        }
        finally
        {
            if (outcome?.Socket is null)
            {
                socket.Dispose();
            }
        }
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    private async Task<DialOutcome> GreetAsync(
        FrameSocket socket, Func<Challenge, int, Hello> introduce, CancellationToken cancellationToken)
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
                ProtocolVersion.Explain($"the {listener}", challenge.OldestVersion, challenge.NewestVersion),
                0));
        }

        var hello = introduce(challenge, version);
        await socket.SendAsync(Handshake.Frame(Hello.Write, hello), cancellationToken).ConfigureAwait(false);
        return await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } second
            ? ReadAnswer(socket, challenge, second)
            : DialOutcome.Failed("it closed the connection without a word");
    }

    private Challenge ReadChallenge(ReadOnlyMemory<byte> batch)
    {
        var reader = Handshake.Open(batch, NoReferences.Instance, options.Limits, out var kind, out _);
        return kind == FrameKind.Challenge ? Challenge.Read(ref reader) : throw reader.Refuse("a challenge", $"{kind}");
    }

    private DialOutcome ReadAnswer(FrameSocket socket, Challenge challenge, ReadOnlyMemory<byte> batch)
    {
        var reader = Handshake.Open(batch, NoReferences.Instance, options.Limits, out var kind, out var record);
        switch (kind)
        {
            case FrameKind.Welcome:
                return new DialOutcome(socket, challenge, Welcome.Read(ref reader, record), null, "");
            case FrameKind.Refusal:
                return DialOutcome.Refused(Refusal.Read(ref reader));
            default:
                throw reader.Refuse("a welcome or a refusal", $"{kind}");
        }
    }
}
