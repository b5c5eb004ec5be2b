using Decentral.Actors.Hosting;
using Decentral.Wire;

namespace Decentral.Simulation.Network;

/// <summary>Messages arrive as they are and all take the same bytes, bulk data those of its payload.</summary>
/// <param name="Bytes">Of each message, headers included.</param>
public sealed record FixedSizeWire(long Bytes) : IWireModel
{
    /// <inheritdoc />
    public Carriage Carry(in Envelope message, IReferenceResolver references) => new(message, Bytes);

    /// <inheritdoc />
    public Carriage CarryBulk(in Envelope message, long payloadBytes, IReferenceResolver references) =>
        new(message, payloadBytes);
}
