using Decentral.Actors;

namespace Decentral.Training.Protocol;

/// <summary>
/// Fetch a version that this worker lacks and whose publication it will not receive. Repeated as long as the worker's reports
/// show that it lacks it.
/// </summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Version">The version.</param>
/// <param name="Donor">A worker that has it, or will have it as soon as it hears of the round that led to it.</param>
public sealed record CatchUp(Term Term, Round Version, ActorRef Donor) : WorkerOrder(Term);
