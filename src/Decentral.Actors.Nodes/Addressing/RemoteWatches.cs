using Decentral.Actors.Hosting;
using Decentral.Actors.Nodes.Frames;

namespace Decentral.Actors.Nodes.Addressing;

/// <summary>
/// Who of this node watches whom elsewhere, and who elsewhere watches whom here. What is asked and answered may be lost
/// with a link: it is asked again when the link is back, and whoever is gone by then is reported then. From any thread.
/// </summary>
internal sealed class RemoteWatches(Switchboard switchboard)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ActorAddress, List<ActorCell>> _watchersHere = [];

    // By watched and by node: which actor there it is says nothing more, and what others can make this node keep is
    // bounded.
    private readonly Dictionary<ActorAddress, Dictionary<NodeId, ActorAddress>> _watchersElsewhere = [];

    /// <summary>An actor of this node watches one elsewhere.</summary>
    public void Add(ActorCell watcher, RemoteReference watched)
    {
        var address = watched.Address;
        lock (_gate)
        {
            if (!_watchersHere.TryGetValue(address, out var watchers))
            {
                _watchersHere.Add(address, watchers = []);
            }

            watchers.Add(watcher);
        }

        // Looked at after it is noted: a verdict that comes in between finds it.
        if (switchboard.IsGone(address))
        {
            TellEnded(address);
        }
        else
        {
            Ask(address);
        }
    }

    /// <summary>It does so no more.</summary>
    public void Remove(ActorCell watcher, RemoteReference watched)
    {
        lock (_gate)
        {
            if (_watchersHere.TryGetValue(watched.Address, out var watchers)
                && watchers.Remove(watcher)
                && watchers.Count == 0)
            {
                _watchersHere.Remove(watched.Address);
                AskNoMore(watched.Address);
            }
        }
    }

    /// <summary>An actor of this node has ended, and watches nobody any more.</summary>
    public void ForgetWatcher(ActorRef ended)
    {
        List<ActorAddress> unwatched = [];
        lock (_gate)
        {
            foreach (var (watched, watchers) in _watchersHere)
            {
                if (watchers.RemoveAll(watcher => watcher.Self == ended) > 0 && watchers.Count == 0)
                {
                    unwatched.Add(watched);
                }
            }

            unwatched.ForEach(watched => _watchersHere.Remove(watched));
            unwatched.ForEach(AskNoMore);
        }
    }

    /// <summary>Another node asks to hear of an actor's end.</summary>
    public void Asked(ActorAddress watched, ActorAddress watcher)
    {
        lock (_gate)
        {
            if (!_watchersElsewhere.TryGetValue(watched, out var watchers))
            {
                _watchersElsewhere.Add(watched, watchers = []);
            }

            watchers[watcher.Node] = watcher;
        }

        // Looked at after it is noted: an end in between finds it.
        if (switchboard.Local.FindLiving(watched.Path, watched.Incarnation) is null)
        {
            LocalEnded(watched);
        }
    }

    /// <summary>It takes that back.</summary>
    public void AskedNoMore(ActorAddress watched, ActorAddress watcher)
    {
        lock (_gate)
        {
            if (_watchersElsewhere.TryGetValue(watched, out var watchers)
                && watchers.TryGetValue(watcher.Node, out var noted) && noted == watcher
                && watchers.Remove(watcher.Node) && watchers.Count == 0)
            {
                _watchersElsewhere.Remove(watched);
            }
        }
    }

    /// <summary>
    /// An actor of this node has ended: each node that asked hears of it, after all that the actor told it.
    /// </summary>
    public void LocalEnded(ActorAddress ended)
    {
        Dictionary<NodeId, ActorAddress>? watchers;
        lock (_gate)
        {
            _watchersElsewhere.Remove(ended, out watchers);
        }

        foreach (var watcher in watchers?.Values.ToArray() ?? [])
        {
            switchboard.SendTo(watcher.Node, WatchFrame.Write, new WatchFrame(FrameKind.Ended, ended, watcher));
        }
    }

    /// <summary>An actor elsewhere is gone.</summary>
    public void TellEnded(ActorAddress ended)
    {
        List<ActorCell>? watchers;
        lock (_gate)
        {
            _watchersHere.Remove(ended, out watchers);
        }

        var reference = switchboard.References.Remote(ended);
        foreach (var watcher in watchers ?? [])
        {
            watcher.Post(new TerminatedSignal(reference));
        }
    }

    /// <summary>The verdict on a node: all that lived there is gone, and nobody there watches any more.</summary>
    public void NodeLost(NodeId node, long incarnation)
    {
        ActorAddress[] gone;
        lock (_gate)
        {
            gone = [.. _watchersHere.Keys.Where(IsThere).Order()];
            foreach (var (watched, watchers) in _watchersElsewhere.ToArray())
            {
                if (watchers.TryGetValue(node, out var watcher) && IsThere(watcher)
                    && watchers.Remove(node) && watchers.Count == 0)
                {
                    _watchersElsewhere.Remove(watched);
                }
            }
        }

        foreach (var address in gone)
        {
            TellEnded(address);
        }

        bool IsThere(ActorAddress address) =>
            address.Node == node && NodeIncarnation.OfActor(address.Incarnation) <= incarnation;
    }

    /// <summary>The way to some node, or to all, was broken and is there again.</summary>
    public void AskAgain(NodeId? node)
    {
        ActorAddress[] watched;
        lock (_gate)
        {
            watched = [.. _watchersHere.Keys.Where(address => node is null || address.Node == node).Order()];
        }

        foreach (var address in watched)
        {
            Ask(address);
        }
    }

    // One question for all watchers of this node: the address of the watcher says no more than which node asks.
    private void Ask(ActorAddress watched) =>
        switchboard.SendTo(watched.Node, WatchFrame.Write, new WatchFrame(FrameKind.Watch, watched, switchboard.Here));

    private void AskNoMore(ActorAddress watched) =>
        switchboard.SendTo(
            watched.Node, WatchFrame.Write, new WatchFrame(FrameKind.Unwatch, watched, switchboard.Here));
}
