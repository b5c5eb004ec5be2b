using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;

namespace Decentral.Actors.Nodes.Membership;

/// <summary>The members as this node knows them from the hub's news. From any thread.</summary>
internal sealed class Roster(Member self)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<NodeId, Member> _members = new() { [self.Node] = self };
    private readonly Dictionary<NodeId, long> _lost = [];
    private readonly List<ActorCell> _subscribers = [];

    public Member Self => self;

    public IReadOnlyList<Member> Members
    {
        get
        {
            lock (_gate)
            {
                return [.. _members.Values];
            }
        }
    }

    /// <summary>The member of a name; null when it is not up.</summary>
    public Member? Find(NodeId node)
    {
        lock (_gate)
        {
            return _members.GetValueOrDefault(node);
        }
    }

    /// <summary>Whether the verdict on that incarnation of a node, or on a later one, is known.</summary>
    public bool HasLost(NodeId node, long incarnation)
    {
        lock (_gate)
        {
            return _lost.TryGetValue(node, out var lost) && incarnation <= lost;
        }
    }

    public void Subscribe(ActorCell subscriber)
    {
        lock (_gate)
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
    }

    public void Unsubscribe(ActorRef ended)
    {
        lock (_gate)
        {
            _subscribers.RemoveAll(subscriber => subscriber.Self == ended);
        }
    }

    /// <summary>A member is up.</summary>
    /// <returns>False when that or something later is known.</returns>
    public bool Learn(MemberUp news)
    {
        lock (_gate)
        {
            var member = news.Member;
            if (_members.GetValueOrDefault(member.Node)?.Incarnation >= member.Incarnation
                || member.Incarnation <= _lost.GetValueOrDefault(member.Node))
            {
                return false;
            }

            _members[member.Node] = member;
            Publish(news);
            return true;
        }
    }

    /// <summary>The verdict on a member.</summary>
    /// <returns>False when it is known.</returns>
    public bool Learn(MemberLost news)
    {
        lock (_gate)
        {
            var member = news.Member;
            if (member.Incarnation <= _lost.GetValueOrDefault(member.Node))
            {
                return false;
            }

            _lost[member.Node] = member.Incarnation;
            if (_members.GetValueOrDefault(member.Node)?.Incarnation <= member.Incarnation)
            {
                _members.Remove(member.Node);
            }

            Publish(news);
            return true;
        }
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
