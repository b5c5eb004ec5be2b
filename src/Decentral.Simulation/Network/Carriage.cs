using Decentral.Actors.Hosting;

namespace Decentral.Simulation.Network;

/// <summary>A message on the wire.</summary>
/// <param name="Arriving">The message as the receiver will see it.</param>
/// <param name="Bytes">What it takes on the wire, headers included.</param>
public readonly record struct Carriage(Envelope Arriving, long Bytes);
