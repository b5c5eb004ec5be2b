using System.Collections.Concurrent;
using Decentral.Actors.Membership;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>How this node's peers are reached, as far as the hub's news has come. From any thread.</summary>
internal sealed class PeerDirectory
{
    private readonly ConcurrentDictionary<NodeId, (long Incarnation, PeerContact Contact)> _contacts = new();

    /// <summary>How that incarnation is reached.</summary>
    public PeerContact Of(Member member) =>
        _contacts.TryGetValue(member.Node, out var known) && known.Incarnation == member.Incarnation
            ? known.Contact
            : PeerContact.None;

    public void Learn(Member member, PeerContact contact)
    {
        if (!_contacts.TryGetValue(member.Node, out var known) || known.Incarnation <= member.Incarnation)
        {
            _contacts[member.Node] = (member.Incarnation, contact);
        }
    }

    /// <summary>Forgets a member up to an incarnation of it.</summary>
    public void Forget(Member lost)
    {
        if (_contacts.TryGetValue(lost.Node, out var known) && known.Incarnation <= lost.Incarnation)
        {
            _contacts.TryRemove(KeyValuePair.Create(lost.Node, known));
        }
    }
}
