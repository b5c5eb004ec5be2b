using Decentral.Wire;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>Handshakes speak of no actors.</summary>
internal sealed class NoReferences : IReferenceResolver
{
    public static NoReferences Instance { get; } = new();

    public ActorRef Resolve(ActorAddress address) => ActorRef.None;
}
