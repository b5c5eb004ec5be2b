using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>A place in the fleet that was given to a node that joined.</summary>
/// <param name="Node">Its name; when it comes back, it is given the same places again.</param>
/// <param name="Start">Which start of the node.</param>
/// <param name="Request">Which of its requests this answers.</param>
/// <param name="Incarnation">The life that its worker was given.</param>
public sealed record PlaceState(string Node, long Start, long Request, Incarnation Incarnation)
{
    /// <summary>Bytes a second that the node has measured to take; 0 where it has not.</summary>
    public double Downlink { get; init; }
}
