using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Models.Data;

namespace Decentral.Training.Protocol;

/// <summary>
/// Train for a round, once the worker has the version before it. Idempotent: a worker that is at the same round with the
/// same lease goes on; with another lease it resets its replica to the global parameters and begins anew.
/// </summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Round">Leads from version <c>Round - 1</c> to version <c>Round</c>.</param>
/// <param name="Steps">Inner steps to make.</param>
/// <param name="Lease">The samples, in the order they are to be used; as many as the steps take.</param>
/// <param name="Pace">Where the learning-rate schedule is.</param>
/// <param name="Donor">A worker that has, or will have, the version before the round; for one that has missed it.</param>
/// <param name="FetchState">
/// Whether the worker is to fetch the version before the round from <paramref name="Donor"/> even if it contributed to it: its
/// publication is lost.
/// </param>
public sealed record StartRound(
    Term Term,
    Round Round,
    int Steps,
    ImmutableArray<SampleRange> Lease,
    LearningPace Pace,
    ActorRef Donor,
    bool FetchState) : WorkerOrder(Term);
