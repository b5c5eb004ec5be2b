using Decentral.Actors;

namespace Decentral.Training.Archives;

/// <summary>The archive has written a part.</summary>
/// <param name="Sender">Whose.</param>
/// <param name="Request">The request.</param>
internal sealed record PartWasKept(ActorRef Sender, long Request);
