using Decentral.Actors;

namespace Decentral.Wire;

/// <summary>Turns addresses that arrive into references that reach.</summary>
public interface IReferenceResolver
{
    /// <summary>
    /// The reference of an address. Never throws: one that names nobody gives a reference whose messages become dead
    /// letters.
    /// </summary>
    ActorRef Resolve(ActorAddress address);
}
