namespace Decentral.Simulation.Network;

/// <summary>What the network does to a message between two nodes.</summary>
public interface IWireModel
{
    /// <summary>What arrives of a message, and what it takes on the wire.</summary>
    /// <param name="message">As told.</param>
    Carriage Carry(object message);
}
