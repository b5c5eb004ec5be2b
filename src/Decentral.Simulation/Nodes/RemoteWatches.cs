using Decentral.Actors.Hosting;

namespace Decentral.Simulation.Nodes;

/// <summary>Which actors of one node watch actors of others.</summary>
internal sealed class RemoteWatches(SimulatedActorSystem home)
{
    private readonly Dictionary<SimulatedActorCell, List<SimulatedActorCell>> _watchers = [];

    public void Add(SimulatedActorCell watcher, SimulatedActorCell watched)
    {
        if (home.Cluster.HasLost(watched.System))
        {
            watcher.Post(new TerminatedSignal(watched.Self));
        }
        else if (watched.HasEnded && watched.System.IsAlive)
        {
            watched.System.Network.SendSignal(watched.StreamTo(watcher.Self), watcher, new TerminatedSignal(watched.Self));
        }
        else if (_watchers.TryGetValue(watched, out var watchers))
        {
            watchers.Add(watcher);
        }
        else
        {
            _watchers.Add(watched, [watcher]);
        }
    }

    public void Remove(SimulatedActorCell watcher, SimulatedActorCell watched) =>
        _watchers.GetValueOrDefault(watched)?.Remove(watcher);

    /// <summary>The watched has stopped: its node says so to each watcher, after whatever the watched told it.</summary>
    public void WatchedStopped(SimulatedActorCell watched)
    {
        if (!_watchers.Remove(watched, out var watchers))
        {
            return;
        }

        foreach (var watcher in watchers)
        {
            watched.System.Network.SendSignal(watched.StreamTo(watcher.Self), watcher, new TerminatedSignal(watched.Self));
        }
    }

    /// <summary>The verdict: all that lived there is gone.</summary>
    public void NodeLost(SimulatedActorSystem lost)
    {
        foreach (var watched in _watchers.Keys.Where(watched => watched.System == lost).ToArray())
        {
            _watchers.Remove(watched, out var watchers);
            foreach (var watcher in watchers!)
            {
                watcher.Post(new TerminatedSignal(watched.Self));
            }
        }
    }
}
