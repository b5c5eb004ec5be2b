using System.Net;
using System.Net.Sockets;

namespace Decentral.Actors.Nodes.Tests.Breaks;

/// <summary>What lies between a node and its hub, or another: carries connections, and can be cut, frozen and healed.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly List<(Socket Node, Socket Hub)> _carried = [];
    private readonly HashSet<Socket> _half = [];
    private readonly List<Task> _pumps = [];
    private readonly Queue<long> _breaksAt = new();
    private EndPoint _hub = new IPEndPoint(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private TaskCompletionSource _flow = Flowing();
    private long _bytes;
    private long _cutsAt = long.MaxValue;
    private bool _isCut;

    public Cable(Uri hub)
        : this() => LeadTo(hub);

    /// <summary>A cable that leads nowhere yet.</summary>
    public Cable()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>For the node to dial.</summary>
    public Uri Address { get; }

    /// <summary>Bytes carried so far, both ways.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Whom it is laid to.</summary>
    public void LeadTo(Uri listener) => _hub = new IPEndPoint(IPAddress.Loopback, listener.Port);

    /// <summary>Closes all connections, and refuses new ones until healed.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _isCut = true;
            CloseAll();
        }
    }

    /// <summary>Closes all connections; new ones are carried.</summary>
    public void Break()
    {
        lock (_gate)
        {
            CloseAll();
        }
    }

    /// <summary>Breaks whenever so many bytes more have been carried.</summary>
    public void BreakAt(params IEnumerable<long> bytesFromNow)
    {
        var now = Bytes;
        lock (_gate)
        {
            foreach (var bytes in bytesFromNow)
            {
                _breaksAt.Enqueue(now + bytes);
            }
        }
    }

    /// <summary>Cuts when so many bytes more have been carried.</summary>
    public void CutAt(long bytesFromNow)
    {
        lock (_gate)
        {
            _cutsAt = Bytes + bytesFromNow;
        }
    }

    /// <summary>Closes the node's ends; the hub is not told.</summary>
    public void BreakHalf()
    {
        lock (_gate)
        {
            foreach (var (node, _) in _carried)
            {
                _half.Add(node);
                node.Close(0);
            }
        }
    }

    /// <summary>Connections stay and nothing gets through.</summary>
    public void Freeze()
    {
        lock (_gate)
        {
            _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Ends <see cref="Cut"/> and <see cref="Freeze"/>.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _isCut = false;
            _flow.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _ending.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_pumps);
        _ending.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flow = new TaskCompletionSource();
        flow.SetResult();
        return flow;
    }

    private void CloseAll()
    {
        foreach (var (node, hub) in _carried)
        {
            node.Close(0);
            hub.Close(0);
        }

        _carried.Clear();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Carry(await _listener.AcceptSocketAsync(_ending.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The cable is no longer needed.
        }
    }

    private void Carry(Socket node)
    {
        var hub = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        node.NoDelay = true;
        lock (_gate)
        {
            if (_isCut)
            {
                node.Close(0);
                hub.Dispose();
                return;
            }

            _carried.Add((node, hub));
            _pumps.Add(ConnectAsync(node, hub));
        }
    }

    private async Task ConnectAsync(Socket node, Socket hub)
    {
        try
        {
            await hub.ConnectAsync(_hub, _ending.Token);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            node.Close(0);
            return;
        }

        await Task.WhenAll(PumpAsync(node, hub), PumpAsync(hub, node));
        hub.Close(0);
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, _ending.Token) is var count and > 0)
            {
                await Flow().WaitAsync(_ending.Token);
                await to.SendAsync(buffer.AsMemory(0, count), _ending.Token);
                Count(count);
            }

            await Flow().WaitAsync(_ending.Token);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Broken by an end, of which the other hears when the cable is not frozen, or by this cable.
            await Task.WhenAny(Flow(), Task.Delay(Timeout.Infinite, _ending.Token));
            lock (_gate)
            {
                if (!_half.Contains(from) && !_half.Contains(to))
                {
                    from.Close(0);
                    to.Close(0);
                }
            }
        }
    }

    private Task Flow()
    {
        lock (_gate)
        {
            return _flow.Task;
        }
    }

    private void Count(int bytes)
    {
        var carried = Interlocked.Add(ref _bytes, bytes);
        lock (_gate)
        {
            if (_breaksAt.TryPeek(out var at) && carried >= at)
            {
                _breaksAt.Dequeue();
                CloseAll();
            }

            if (carried >= _cutsAt)
            {
                _isCut = true;
                CloseAll();
            }
        }
    }
}
