using System.Collections.Immutable;

namespace Decentral.Benchmarks.Fleets;

/// <summary>A hub and two nodes, of which one can be struck, and is started again.</summary>
internal sealed class StruckFleet : IDisposable
{
    private const string Struck = "north";

    private readonly FleetFolder _folder;
    private readonly ImmutableArray<string> _join;
    private readonly FleetProcess _other;
    private FleetProcess _hub;
    private FleetProcess _node;

    public StruckFleet(FleetFolder folder)
    {
        _folder = folder;
        (_hub, _join) = folder.Listen();
        _node = folder.Join(Struck, _join);
        _other = folder.Join("east", _join);
        _node.WaitFor("takes part");
        _other.WaitFor("takes part");
    }

    public void KillNode()
    {
        _node.Kill();
        _node.Dispose();
        _node = _folder.Join(Struck, _join);
        _node.WaitFor("takes part");
    }

    public void KillHub()
    {
        _hub.Kill();
        _hub.Dispose();
        _hub = _folder.Resume(_join);
        _hub.WaitFor("other machines join by:");
    }

    public void SilenceNode(TimeSpan silence)
    {
        _node.Signal("STOP");
        Thread.Sleep(silence);
        _node.Signal("CONT");
    }

    /// <summary>Ends the run in order.</summary>
    public void Stop()
    {
        _hub.Stop();
        _node.Stop();
        _other.Stop();
    }

    public void Dispose()
    {
        _hub.Dispose();
        _node.Dispose();
        _other.Dispose();
    }
}
