using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Decentral.Storage.Tests.Postgres;

/// <summary>A way to the server that breaks where a test wants it to.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _socketPath;
    private readonly Lock _gate = new();
    private readonly List<ProxiedConnection> _connections = [];
    private readonly Task _accepting;
    private readonly List<Task> _served = [];
    private bool _isCutOff;
    private ProxyTrap? _trap;
    private TaskCompletionSource _thawed = Thawed();

    public BreakingProxy(string socketPath)
    {
        _socketPath = socketPath;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Sets a trap for the next request with these words in it.</summary>
    public ProxyTrap Trap(ProxyBreak kind, string words, bool cutsOff = false) =>
        _trap = new ProxyTrap(kind, Encoding.UTF8.GetBytes(words), cutsOff);

    /// <summary>Closes all connections, and every new one at once.</summary>
    public void CutOff()
    {
        lock (_gate)
        {
            _isCutOff = true;
            _connections.ForEach(connection => connection.Dispose());
            _connections.Clear();
        }
    }

    /// <summary>Lets nothing through any more, but keeps connections open: nobody is told.</summary>
    public void Freeze() => _thawed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets all through again that comes, and that waited.</summary>
    public void Restore()
    {
        _isCutOff = false;
        _thawed.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        CutOff();
        _thawed.TrySetResult();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_served);
    }

    /// <summary>Ends when bytes may pass.</summary>
    internal Task Passage => _thawed.Task;

    /// <summary>The trap that a request springs; it springs once.</summary>
    internal ProxyTrap? TakeTrap(ReadOnlySpan<byte> request)
    {
        lock (_gate)
        {
            var trap = _trap is { } set && request.IndexOf(set.Words) >= 0 ? set : null;
            _trap = trap is null ? _trap : null;
            return trap;
        }
    }

    /// <summary>The connection is the trap's from now on; the others go when the trap says so.</summary>
    internal void Break(ProxiedConnection connection, ProxyTrap trap)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }

        if (trap.CutsOff)
        {
            CutOff();
        }
    }

    private static TaskCompletionSource Thawed()
    {
        var thawed = new TaskCompletionSource();
        thawed.SetResult();
        return thawed;
    }

    private async Task Accept()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync();
            var connection = new ProxiedConnection(this, client, _socketPath);
            lock (_gate)
            {
                if (!_isCutOff)
                {
                    _connections.Add(connection);
                    _served.Add(connection.Serve());
                    continue;
                }
            }

            connection.Dispose();
        }
    }
}
