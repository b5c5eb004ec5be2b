using Decentral.Actors;

namespace Decentral.Wire.Tests.Samples;

/// <summary>References that are their addresses.</summary>
internal sealed class Addresses : IReferenceResolver
{
    public static Addresses Instance { get; } = new();

    public ActorRef Resolve(ActorAddress address) => new AddressReference(address);

    private sealed class AddressReference(ActorAddress address) : ActorRef
    {
        public override ActorAddress Address { get; } = address;
    }
}
