using System.Collections.Immutable;
using Decentral.Actors;

namespace Decentral.Training.Protocol;

/// <summary>
/// Where a worker stands: sent to join, in answer to a roll call, when a version is applied, and at intervals, so that
/// whatever was lost on the way is noticed and sent again.
/// </summary>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Which life.</param>
/// <param name="Term">The highest term seen; 0 before the first.</param>
/// <param name="Version">The version of the global parameters it holds.</param>
/// <param name="Round">The round it trains or has trained last; <see cref="Protocol.Round.Zero"/> for none.</param>
/// <param name="Opened">The term in which that round was opened; 0 for none.</param>
/// <param name="Step">Inner steps done in that round.</param>
/// <param name="HasTrained">Whether that round's steps are all done.</param>
/// <param name="Snapshot">The snapshot that it is saving its part of, or has saved it of last; null before the first.</param>
/// <param name="Reference">The worker.</param>
public sealed record WorkerReport(
    WorkerId Worker,
    Incarnation Incarnation,
    Term Term,
    Round Version,
    Round Round,
    Term Opened,
    int Step,
    bool HasTrained,
    string? Snapshot,
    ActorRef Reference)
{
    /// <summary>
    /// Digest of the aggregate that led to the version: it tells it from one of that number that was undone. Null for version 0,
    /// and where the snapshot that it came from does not say.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>
    /// The rounds whose outcomes it waits for, having trained them and perhaps gone on; one of a fragment, in their order.
    /// </summary>
    public ImmutableArray<Opening> Pending { get; init; } = [];

    /// <summary>Whether it goes on in that round from what it had trained in the one before.</summary>
    public bool Continues { get; init; }

    /// <summary>The term in which it was told where updates go; 0 before the first.</summary>
    public Term Met { get; init; }

    /// <summary>Seconds that an inner step has taken it of late, waiting for its lane included; 0 before the first.</summary>
    public double SecondsPerStep { get; init; }

    /// <summary>Whether it knows of an opening of a round, and has trained it, trains it or is to.</summary>
    public bool IsOf(Opening work) => IsAt(work) || Pending.Contains(work);

    /// <summary>Whether it holds what it trained in an opening of a round.</summary>
    public bool HasTrainedAll(Opening work) => (HasTrained && IsAt(work)) || Pending.Contains(work);

    private bool IsAt(Opening work) => work == new Opening(Round, Opened);
}
