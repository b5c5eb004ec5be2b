namespace Decentral.Simulation.Network;

/// <summary>Messages arrive as they are, and all take the same bytes.</summary>
/// <param name="Bytes">Of each message, headers included.</param>
public sealed record FixedSizeWire(long Bytes) : IWireModel
{
    /// <inheritdoc />
    public Carriage Carry(object message) => new(message, Bytes);
}
