using System.Collections.Immutable;
using Decentral.Models.Data;

namespace Decentral.Training.Protocol;

/// <summary>
/// Train for a round, once the worker has the version before it, or has trained the round that leads to it where schedules
/// overlap. Idempotent: a worker that is at the same round with the same lease goes on; with another lease it begins anew
/// from the global parameters: all of them, or on its own clock the fragment that the round is of.
/// </summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Round">Leads from version <c>Round - 1</c> to version <c>Round</c>.</param>
/// <param name="Opened">The term in which the round was opened: it tells it from one of that number that was undone.</param>
/// <param name="Steps">Inner steps to make.</param>
/// <param name="Lease">The samples, in the order they are to be used; as many as the steps take.</param>
/// <param name="Pace">Where the learning-rate schedule is.</param>
/// <param name="Continues">
/// Whether what the worker trained last counts, so that it goes on from there; otherwise it takes up the global parameters first, and
/// owes again what it owed before.
/// </param>
public sealed record StartRound(
    Term Term,
    Round Round,
    Term Opened,
    int Steps,
    ImmutableArray<SampleRange> Lease,
    LearningPace Pace,
    bool Continues) : WorkerOrder(Term);
