using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;

namespace Decentral.Simulation.Nodes;

/// <summary>The members of the run as one node knows them from the news that has reached it.</summary>
internal sealed class ClusterView(Member self)
{
    private readonly SortedDictionary<NodeId, Member> _members = [];
    private readonly HashSet<SimulatedActorSystem> _lost = [];
    private readonly List<SimulatedActorCell> _subscribers = [];

    public Member Self => self;

    public IReadOnlyList<Member> Members => [.. _members.Values];

    public bool HasLost(SimulatedActorSystem system) => _lost.Contains(system);

    public void Subscribe(SimulatedActorCell subscriber)
    {
        if (_subscribers.Contains(subscriber))
        {
            return;
        }

        _subscribers.Add(subscriber);
        foreach (var member in _members.Values)
        {
            subscriber.Post(NoticeSignal.Of(new MemberUp(member)));
        }
    }

    public void Unsubscribe(SimulatedActorCell subscriber) => _subscribers.Remove(subscriber);

    public void Learn(MemberUp news)
    {
        _members[news.Member.Node] = news.Member;
        Publish(news);
    }

    public void Learn(MemberLost news, SimulatedActorSystem lost)
    {
        _lost.Add(lost);
        if (_members.GetValueOrDefault(news.Member.Node) == news.Member)
        {
            _members.Remove(news.Member.Node);
        }

        Publish(news);
    }

    private void Publish<TNews>(TNews news)
        where TNews : notnull
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.Post(NoticeSignal.Of(news));
        }
    }
}
