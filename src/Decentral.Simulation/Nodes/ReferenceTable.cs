using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Wire;

namespace Decentral.Simulation.Nodes;

/// <summary>
/// All who ever lived in a world, by address: a reference that comes off the wire names the same incarnation as before, also
/// when that is gone. Kept as long as the world.
/// </summary>
internal sealed class ReferenceTable(WellKnownNames names) : IReferenceResolver
{
    private readonly Dictionary<ActorAddress, Recipient> _known = [];

    public void Add(Recipient recipient) => _known.Add(recipient.Address, recipient);

    public SimulatedNamedReference Named(string wellKnownName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wellKnownName);
        return new SimulatedNamedReference(new ActorAddress(default, wellKnownName, 0), names);
    }

    public ActorRef Resolve(ActorAddress address)
    {
        if (_known.TryGetValue(address, out var known))
        {
            return known;
        }

        var isName = string.IsNullOrEmpty(address.Node.Name) && !string.IsNullOrWhiteSpace(address.Path);
        return isName ? Named(address.Path) : new UnknownReference(address);
    }

    /// <summary>Nobody who ever lived: messages become dead letters, and whoever watches hears so at once.</summary>
    private sealed class UnknownReference(ActorAddress address) : ActorRef
    {
        public override ActorAddress Address { get; } = address;
    }
}
