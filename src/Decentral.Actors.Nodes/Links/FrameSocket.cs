using System.Net.WebSockets;

namespace Decentral.Actors.Nodes.Links;

/// <summary>Batches of frames over a WebSocket: a batch is one message of it.</summary>
/// <param name="socket">Connected; owned from now on.</param>
internal sealed class FrameSocket(WebSocket socket) : IDisposable
{
    private const int FirstCapacity = 16 << 10;

    private byte[] _received = new byte[FirstCapacity];

    /// <summary>The most that the other side may send as one batch.</summary>
    public int MaxBatchBytes { get; set; } = FirstCapacity;

    /// <summary>What is received waits for it, so that the other side cannot send faster; null for no wait.</summary>
    public Throttle? Intake { get; set; }

    /// <summary>Sends one batch; one call at a time.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> batch, CancellationToken cancellationToken) =>
        socket.SendAsync(batch, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    /// <summary>Sends a batch that ends with bytes from elsewhere; one call at a time.</summary>
    public async ValueTask SendAsync(
        ReadOnlyMemory<byte> frames, ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        await socket.SendAsync(frames, WebSocketMessageType.Binary, endOfMessage: false, cancellationToken)
            .ConfigureAwait(false);
        await socket.SendAsync(rest, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// The next batch, valid until the next call; null when the other side has closed the connection.
    /// </summary>
    /// <exception cref="LinkBrokenException">
    /// The other side sends more than it may, or something else than batches.
    /// </exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _received.Length)
            {
                Array.Resize(ref _received, Math.Min(_received.Length * 2, MaxBatchBytes + 1));
            }

            var part = await socket.ReceiveAsync(_received.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (length > MaxBatchBytes || part.MessageType != WebSocketMessageType.Binary)
            {
                throw new LinkBrokenException(part.MessageType == WebSocketMessageType.Binary
                    ? $"it sent a batch of more than {MaxBatchBytes} bytes"
                    : "it sent text where frames were expected");
            }

            if (part.EndOfMessage)
            {
                if (Intake is { } intake)
                {
                    await intake.TakeAsync(length, cancellationToken).ConfigureAwait(false);
                }

                return _received.AsMemory(0, length);
            }
        }
    }

    /// <summary>Tells the other side that nothing more comes, and does not wait for its answer.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Ends the connection at once.</summary>
    public void Abort() => socket.Abort();

    public void Dispose() => socket.Dispose();
}
