using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Nodes.Links;

/// <summary>Keeps one connection going in both directions until either side ends it.</summary>
internal static class LinkPump
{
    private const string NothingMore = "this node has nothing more to say";

    /// <summary>How long the other side may take to answer a farewell.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>Sends and receives; completes when the connection has ended, with why, in words.</summary>
    /// <param name="socket">The connection; disposed of at the end.</param>
    /// <param name="send">Sends whatever there is, until cancelled.</param>
    /// <param name="receive">Takes a batch; says what is wrong with it, or null.</param>
    /// <param name="time">For how long the last words are waited for.</param>
    /// <param name="log">Hears of an error of this node's own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> RunAsync(
        FrameSocket socket,
        Func<CancellationToken, Task> send,
        Func<ReadOnlyMemory<byte>, string?> receive,
        TimeProvider time,
        ILogger log,
        CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = Guard(Send(send, ending.Token), log);
        var receiving = Guard(Receive(socket, receive, ending.Token), log);
        var first = await Task.WhenAny(sending, receiving).ConfigureAwait(false);
        if (first == sending && await sending.ConfigureAwait(false) == NothingMore)
        {
            // Aborted now, the connection would lose what was just sent: the other side closes it when it has read all.
            await Task.WhenAny(receiving, Task.Delay(Farewell, time, cancellationToken)).ConfigureAwait(false);
        }

        await ending.CancelAsync().ConfigureAwait(false);
        socket.Abort();
        await Task.WhenAll(sending, receiving).ConfigureAwait(false);
        socket.Dispose();
        return await first.ConfigureAwait(false);
    }

    private static async Task<string> Send(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await send(cancellationToken).ConfigureAwait(false);
        return NothingMore;
    }

    private static async Task<string> Receive(
        FrameSocket socket, Func<ReadOnlyMemory<byte>, string?> receive, CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            if (receive(batch) is { } violation)
            {
                return violation;
            }
        }

        return "it closed the connection";
    }

    /// <summary>What ends connections in the world is a reason, not an error.</summary>
    private static async Task<string> Guard(Task<string> direction, ILogger log)
    {
        try
        {
            return await direction.ConfigureAwait(false);
        }
        catch (LinkBrokenException broken)
        {
            return broken.Message;
        }
        catch (OperationCanceledException)
        {
            return "this node ended it";
        }
        catch (Exception error) when (error is WebSocketException or IOException or ObjectDisposedException)
        {
            return (error.InnerException ?? error).Message.TrimEnd('.');
        }
        catch (Exception error)
        {
            // The boundary of supervision. To go on is safe: what links share is guarded by locks and left whole, and
            // the other side connects again and begins with all that holds then.
            NodesLog.LinkFailed(log, error);
            return $"this node failed at it ({error.Message.TrimEnd('.')})";
        }
    }
}
