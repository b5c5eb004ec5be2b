using System.Collections.Immutable;
using System.Net.WebSockets;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Tests.Hostility;

/// <summary>A WebSocket to a hub, or to a node's listener, over which anything may be sent.</summary>
internal sealed class RawLink : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _received = new byte[1 << 20];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects, and says nothing.</summary>
    public static async Task<RawLink> Dial(Uri hub)
    {
        var link = new RawLink();
        await link._socket.ConnectAsync(LinkAddress.ToWebSocket(hub), Cancellation);
        return link;
    }

    /// <summary>Connects, and says nothing; null where it is turned away.</summary>
    public static async Task<RawLink?> TryDial(Uri hub)
    {
        try
        {
            return await Dial(hub);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>Connects, and says who it is.</summary>
    public static async Task<RawLink> Join(
        Uri hub, Member member, LinkPurpose purpose = LinkPurpose.Control, ImmutableArray<Member>? known = null)
    {
        var link = await Dial(hub);
        Assert.NotNull(await link.Receive());
        var hello = new Hello(ProtocolVersion.Newest, purpose, member, known ?? [], []);
        await link.Send(Handshake.Frame(Hello.Write, hello));
        Assert.NotNull(await link.Receive());
        return link;
    }

    public async Task Send(ReadOnlyMemory<byte> batch, WebSocketMessageType type = WebSocketMessageType.Binary)
    {
        try
        {
            await _socket.SendAsync(batch, type, endOfMessage: true, Cancellation);
        }
        catch (WebSocketException)
        {
            // The hub has heard enough, which the next receiving shows.
        }
    }

    /// <summary>The next batch; null when the hub has ended the connection.</summary>
    public async Task<byte[]?> Receive()
    {
        try
        {
            var receiving = _socket.ReceiveAsync(_received.AsMemory(), Cancellation).AsTask();
            var part = await receiving.WaitAsync(TimeSpan.FromSeconds(30));
            return part.MessageType == WebSocketMessageType.Close ? null : _received[..part.Count];
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>Reads a batch of a handshake.</summary>
    public static TFrame Read<TFrame>(byte[]? batch, FrameReading<TFrame> read)
    {
        var reader = Handshake.Open(batch, Spokes.NoReferences.Instance, WireLimits.Default, out _, out _);
        return read(ref reader);
    }

    public async Task ReceiveToTheEnd()
    {
        while (await Receive() is not null)
        {
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Reads what follows the kind of a frame.</summary>
    public delegate TFrame FrameReading<out TFrame>(ref MessageReader reader);
}
