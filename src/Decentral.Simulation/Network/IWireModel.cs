using Decentral.Actors.Hosting;
using Decentral.Wire;

namespace Decentral.Simulation.Network;

/// <summary>
/// What the network does to messages between two nodes. Takes over what it carries: what arrives is that message, or another
/// one in its place.
/// </summary>
public interface IWireModel
{
    /// <summary>What arrives of a message, and what it takes on the wire.</summary>
    /// <param name="message">As told.</param>
    /// <param name="references">Makes references of addresses at the other end.</param>
    Carriage Carry(in Envelope message, IReferenceResolver references);

    /// <summary>What arrives of bulk data, and what it takes on the wire.</summary>
    /// <param name="message">Header and payload.</param>
    /// <param name="payloadBytes">Of the payload.</param>
    /// <param name="references">Makes references of addresses at the other end.</param>
    Carriage CarryBulk(in Envelope message, long payloadBytes, IReferenceResolver references);
}
