using Decentral.Actors;
using Decentral.Wire;

namespace Decentral.Training.Tests.Formats;

/// <summary>References that are their addresses.</summary>
internal sealed class Addresses : IReferenceResolver
{
    public static Addresses Instance { get; } = new();

    public static ActorRef Of(string node, string path, long incarnation) =>
        Instance.Resolve(new ActorAddress(new NodeId(node), path, incarnation));

    public ActorRef Resolve(ActorAddress address) => new AddressReference(address);

    private sealed class AddressReference(ActorAddress address) : ActorRef
    {
        public override ActorAddress Address { get; } = address;
    }
}
