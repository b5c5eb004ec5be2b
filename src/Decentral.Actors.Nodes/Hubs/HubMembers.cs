using System.Collections.Concurrent;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Sessions;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>
/// The members of a hub and their sessions: carries out what the authority decides, and tells everybody. Sessions may
/// be looked up, and spoken to, from any thread; all else is done by one at a time.
/// </summary>
/// <param name="hub">Whose members they are.</param>
/// <param name="authority">Decides.</param>
/// <param name="learn">Ends what the hub itself has of a member that is lost.</param>
internal sealed class HubMembers(HubSwitchboard hub, MembershipAuthority authority, Action<MemberLost> learn)
{
    private readonly ConcurrentDictionary<NodeId, Session> _sessions = new();

    /// <summary>One for each member but the hub.</summary>
    public IEnumerable<Session> Sessions => _sessions.Values;

    /// <summary>Who is up, the hub included, ordered by id.</summary>
    public IReadOnlyList<Member> All => authority.Members;

    public Session? SessionTo(NodeId node) => _sessions.GetValueOrDefault(node);

    /// <summary>Says something to all.</summary>
    public void Broadcast<TState>(FrameWriting<TState> write, TState state, Session? except = null)
    {
        foreach (var session in _sessions.Values)
        {
            if (session != except)
            {
                session.Control.Append(write, state);
            }
        }
    }

    /// <summary>All of them hear that the way to one is there again.</summary>
    public void TellOfReturn(Session session) => Broadcast(
        MemberFrame.Write,
        new MemberFrame(FrameKind.MemberBack, session.Peer, "", session.Contact),
        except: session);

    /// <summary>
    /// Why a connection is not that of a member whose name and incarnation it gives, which all members know: it has not proved the
    /// member's key. Of one that another member has spoken of, no key is known: it has to show what the hub has signed for it, as a
    /// token is anybody's.
    /// </summary>
    /// <returns>Null where it is that member's, or there is none.</returns>
    public static string? FindOtherKey(Session? session, long incarnation, in Proven proven)
    {
        if (session is null || session.Peer.Incarnation != incarnation || proven.Key.Length == 0)
        {
            return null;
        }

        var known = session.Contact.Key;
        return (known.Length == 0 && proven.IsByToken) || (known.Length > 0 && !known.AsSpan().SequenceEqual(proven.Key))
            ? $"'{session.Peer.Node}' is a member in that incarnation, with another key; start this one anew, with another --name."
            : null;
    }

    /// <summary>A node has connected and proved who it is.</summary>
    public Admission Admit(Member candidate, PeerContact contact, DateTimeOffset now)
    {
        var admission = authority.Admit(candidate, now);
        if (admission.Superseded is { } former)
        {
            Remove(former);
        }

        if (admission.Kind == AdmissionKind.Joined)
        {
            Add(candidate, contact);
        }
        else if (admission.Kind == AdmissionKind.Returned)
        {
            SessionTo(candidate.Node)!.Contact = contact;
        }

        return admission;
    }

    /// <summary>Members of a former life of this hub, of whom a node knows: they have some time to come back.</summary>
    public void AdoptAll(IReadOnlyList<Member> known, NodeId voucher, DateTimeOffset now)
    {
        foreach (var member in known)
        {
            if (authority.Adopt(member, voucher, now) is { } admission)
            {
                if (admission.Superseded is { } former)
                {
                    Remove(former);
                }

                Add(member, PeerContact.None);
            }
        }
    }

    /// <summary>Something came from a member.</summary>
    /// <returns>False when it is none any more.</returns>
    public bool TryHear(Member member, DateTimeOffset now)
    {
        authority.Heard(member.Node, member.Incarnation, now);
        return IsMember(member);
    }

    public bool IsMember(Member member) => authority.IsMember(member.Node, member.Incarnation);

    /// <summary>The connection of a member has ended.</summary>
    public void Disconnected(Member member, DateTimeOffset now, string reason) =>
        authority.Disconnected(member.Node, member.Incarnation, now, reason);

    /// <summary>A member leaves.</summary>
    public void Leave(Member member, string reason)
    {
        if (authority.Leave(member.Node, member.Incarnation, reason) is { } lost)
        {
            Remove(lost);
        }
    }

    /// <summary>Those whose time is over; at every heartbeat.</summary>
    public void RemoveLost(DateTimeOffset now)
    {
        foreach (var lost in authority.RemoveLost(now))
        {
            Remove(lost);
        }
    }

    private void Add(Member member, PeerContact contact)
    {
        _sessions[member.Node] = new Session(member, hub.Options) { Contact = contact };
        hub.Roster.Learn(new MemberUp(member));
        Broadcast(MemberFrame.Write, new MemberFrame(FrameKind.MemberUp, member, "", contact));
    }

    private void Remove(MemberLost lost)
    {
        NodesLog.Lost(hub.Log, lost.Member.Node, lost.Reason);
        if (SessionTo(lost.Member.Node) is { } session && session.Peer.Incarnation == lost.Member.Incarnation)
        {
            _sessions.TryRemove(lost.Member.Node, out _);
            session.Abort();
        }

        Broadcast(MemberFrame.Write, new MemberFrame(FrameKind.MemberLost, lost.Member, lost.Reason));
        learn(lost);
    }
}
