using System.Collections.Concurrent;
using Decentral.Actors.Local;
using Decentral.Wire;

namespace Decentral.Actors.Nodes.Addressing;

/// <summary>Turns the addresses that arrive into references that reach. From any thread.</summary>
internal sealed class References(Switchboard switchboard) : IReferenceResolver
{
    /// <summary>
    /// References that are kept for the next message from the same actor; beyond it they are made anew.
    /// </summary>
    private const int MaxKept = 4096;

    private readonly ConcurrentDictionary<ActorAddress, RemoteReference> _kept = new();

    private LocalActorSystem Local => switchboard.Local;

    public ActorRef Resolve(ActorAddress address)
    {
        if (address.Node == Local.Node)
        {
            return Local.FindLiving(address.Path, address.Incarnation) ?? new UnreachableReference(address) as ActorRef;
        }

        if (address.Node == default || address.Node.Name.Length == 0)
        {
            // A blank name comes from no actor of ours: nobody bears it.
            return string.IsNullOrWhiteSpace(address.Path) ? ActorRef.None : Local.Named(address.Path);
        }

        return Remote(address);
    }

    /// <summary>The reference of an actor of another node.</summary>
    public RemoteReference Remote(ActorAddress address)
    {
        if (_kept.TryGetValue(address, out var reference))
        {
            return reference;
        }

        if (_kept.Count >= MaxKept)
        {
            _kept.Clear();
        }

        return _kept.GetOrAdd(address, static (place, board) => new RemoteReference(place, board), switchboard);
    }
}
