using Decentral.Actors.Membership;
using Decentral.Simulation.Randomness;
using Decentral.Simulation.Time;

namespace Decentral.Simulation.Nodes;

/// <summary>
/// Says who is a member. A node that has been out of sight for long enough is removed for good; it comes back as a new
/// incarnation only. News reaches each node after a time of its own, in order, and not while the node is isolated.
/// </summary>
internal sealed class MembershipAuthority(EventLoop loop, SeededRandom random, SimulatedWorldOptions options)
{
    private const ulong VerdictTrace = 0x7_0003;
    private const ulong NewsTrace = 0x7_0004;

    private readonly List<SimulatedActorSystem> _members = [];
    private readonly List<SimulatedActorSystem> _listeners = [];

    /// <summary>A node has started: everyone hears of it, and it knows at once whoever is up.</summary>
    public void Started(SimulatedActorSystem system)
    {
        if (_members.Find(member => member.Node == system.Node) is { } former)
        {
            Remove(former, $"{system.Node} came back as incarnation {system.Member.Incarnation}.");
        }

        _members.Add(system);
        foreach (var member in _members)
        {
            system.Cluster.Learn(new MemberUp(member.Member));
        }

        foreach (var listener in _listeners)
        {
            Tell(listener, () => listener.Cluster.Learn(new MemberUp(system.Member)));
        }

        _listeners.Add(system);
    }

    /// <summary>A node is out of sight. The verdict follows unless it is seen again before.</summary>
    public void LostSight(SimulatedActorSystem system, string reason)
    {
        var delay = options.DetectionDelay + random.Between(TimeSpan.Zero, options.DetectionJitter);
        system.Verdict?.Dispose();
        system.Verdict = loop.Plan(delay, VerdictTrace ^ system.TraceId, () => Remove(system, reason));
    }

    /// <summary>A node is seen again, in time or not.</summary>
    /// <returns>False when it has been removed in the meantime.</returns>
    public bool IsSeenAgain(SimulatedActorSystem system)
    {
        system.Verdict?.Dispose();
        if (!_members.Contains(system))
        {
            return false;
        }

        system.DeliverNews();
        return true;
    }

    /// <summary>A node is gone and hears no more news.</summary>
    public void Forget(SimulatedActorSystem system) => _listeners.Remove(system);

    private void Remove(SimulatedActorSystem lost, string reason)
    {
        lost.Verdict?.Dispose();
        if (!_members.Remove(lost))
        {
            return;
        }

        lost.GiveUpNames();
        var news = new MemberLost(lost.Member, reason);
        foreach (var listener in _listeners.Where(listener => listener != lost))
        {
            Tell(listener, () =>
            {
                listener.Cluster.Learn(news, lost);
                listener.Watches.NodeLost(lost);
            });
        }
    }

    private void Tell(SimulatedActorSystem listener, Action learn)
    {
        var arrival = listener.News.After(loop.Now + random.Between(TimeSpan.Zero, options.NewsDelay));
        loop.PlanAt(arrival, new TimedAction(NewsTrace ^ listener.TraceId, () => listener.Hear(learn)));
    }
}
