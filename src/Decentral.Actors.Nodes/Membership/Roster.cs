using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;

namespace Decentral.Actors.Nodes.Membership;

/// <summary>The members as this node knows them from the hub's news. From any thread.</summary>
internal sealed class Roster(Member self)
{
    /// <summary>Names of which it is remembered that they are over; see <see cref="IncarnationFloors"/>.</summary>
    public const int MaxLost = 4096;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<NodeId, Member> _members = new() { [self.Node] = self };
    private readonly IncarnationFloors _lost = new(MaxLost);
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

    /// <summary>Names of which it is remembered that they are over.</summary>
    public int Remembered
    {
        get
        {
            lock (_gate)
            {
                return _lost.Count;
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

    /// <summary>
    /// Whether the verdict on that incarnation of a node, or on a later one, is known, or may have been.
    /// </summary>
    public bool HasLost(NodeId node, long incarnation)
    {
        lock (_gate)
        {
            return incarnation <= _lost.Of(node) && _members.GetValueOrDefault(node)?.Incarnation != incarnation;
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
            if (_members.GetValueOrDefault(member.Node)?.Incarnation >= member.Incarnation || IsOver(member))
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
            if (IsOver(member))
            {
                return false;
            }

            _lost.Raise(member.Node, member.Incarnation);
            if (_members.GetValueOrDefault(member.Node)?.Incarnation <= member.Incarnation)
            {
                _members.Remove(member.Node);
            }

            Publish(news);
            return true;
        }
    }

    private bool IsOver(Member member) =>
        _lost.TryFind(member.Node, out var lost) && member.Incarnation <= lost;

    private void Publish<TNews>(TNews news)
        where TNews : notnull
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.Post(NoticeSignal.Of(news));
        }
    }
}
