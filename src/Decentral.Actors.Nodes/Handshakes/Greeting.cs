using System.Net.WebSockets;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Wire;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>
/// The side of a handshake that was dialled: a hub's, or a node's to its peers. A stranger has little time and may say
/// little.
/// </summary>
internal sealed class Greeting(FrameSocket socket, IReferenceResolver references, NodesOptions options)
{
    /// <summary>Bytes that a stranger may send.</summary>
    public const int MaxStrangerBytes = 512 << 10;

    /// <summary>
    /// Says who this node is, and hears who it is that connects; null when it does not say so properly in time.
    /// </summary>
    public async Task<Hello?> AskAsync(Challenge challenge, CancellationToken cancellationToken)
    {
        socket.MaxBatchBytes = MaxStrangerBytes;
        using var patience = new CancellationTokenSource(options.Timeouts.Handshake, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await socket.SendAsync(Handshake.Frame(Challenge.Write, challenge), either.Token).ConfigureAwait(false);
            return await socket.ReceiveAsync(either.Token).ConfigureAwait(false) is { } batch ? Read(batch) : null;
        }
        catch (Exception error) when (
            error is WireFormatException or LinkBrokenException
                or WebSocketException or IOException or OperationCanceledException)
        {
            // A stranger's fault: the connection ends, and nothing else comes of it.
            return null;
        }
    }

    public Task WelcomeAsync(Welcome welcome, CancellationToken cancellationToken) =>
        SendAsync(Handshake.Frame(Welcome.Write, welcome), cancellationToken);

    public async Task RefuseAsync(Refusal refusal, CancellationToken cancellationToken)
    {
        await SendAsync(Handshake.Frame(Refusal.Write, refusal), cancellationToken).ConfigureAwait(false);
        try
        {
            await socket.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException)
        {
            // It is gone already.
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(frame, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException)
        {
            // It is gone already, which the link will find next.
        }
    }

    private Hello Read(ReadOnlyMemory<byte> batch)
    {
        var reader = Handshake.Open(batch, references, options.Limits, out var kind, out var record);
        return kind == FrameKind.Hello ? Hello.Read(ref reader, record) : throw reader.Refuse("a Hello frame", $"{kind}");
    }
}
