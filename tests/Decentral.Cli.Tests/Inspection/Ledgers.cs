using System.Collections.Immutable;
using Decentral.Models.Data;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Tests.Inspection;

/// <summary>Ledgers to read: two workers, rounds of two samples each, one round every ten seconds.</summary>
internal static class Ledgers
{
    public static readonly DateTimeOffset MadeAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly WorkerId First = new(0);
    private static readonly WorkerId Second = new(1);

    /// <summary>Three rounds, of which the last is lost with the process and redone with one worker.</summary>
    public static IReadOnlyList<CoordinatorEvent> Eventful =>
    [
        At(0, new RunCreated("digest", Samples: 12, TokensPerSample: 128)),
        At(0, new TermBegan(new Term(1), "The run begins.", IsRecovery: false)),
        At(1, new WorkerJoined(First, new Incarnation(1), Round.Zero, IsRecovery: false)),
        At(1, new WorkerJoined(Second, new Incarnation(2), Round.Zero, IsRecovery: false)),
        At(2, new HeldOutMeasured(Round.Zero, 5.5, 1024)),
        .. CommittedRound(1, 2, First, Second),
        .. CommittedRound(2, 12, First, Second),
        At(22, new HeldOutMeasured(new Round(2), 4.25, 1024)),
        At(23, new SnapshotCompleted(new Round(2), "snapshot-2", 2)),
        .. CommittedRound(3, 24, First, Second),
        At(60, new TermBegan(new Term(2), "The process started again.", IsRecovery: true)),
        At(61, new RunRolledBack(new Round(2), "nobody holds version 3")),
        At(62, new WorkerJoined(First, new Incarnation(3), new Round(2), IsRecovery: false)),
        At(63, Opened(3, First, Second)),
        At(64, new ParticipantStruckOff(new Round(3), Second, "its lane failed")),
        At(64, new WorkerLeft(Second, new Incarnation(2), "its lane failed")),
        At(73, Committed(3, First)),
        At(74, new RunPaused(new Round(3), "snapshot-3")),
    ];

    public static IEnumerable<CoordinatorEvent> CommittedRound(long round, double second, params WorkerId[] workers) =>
        [At(second, Opened(round, workers)), At(second + 10, Committed(round, workers))];

    public static CoordinatorEvent At(double second, CoordinatorEvent entry) =>
        entry with { At = MadeAt + TimeSpan.FromSeconds(second) };

    private static RoundOpened Opened(long round, params WorkerId[] workers) => new(
        new Round(round), Steps: 1, TokensBefore: 0,
        [.. workers.Select(worker => new LeasedTo(worker, new Incarnation(1), ImmutableArray<SampleRange>.Empty))]);

    private static RoundCommitted Committed(long round, params WorkerId[] workers) => new(
        new FragmentId(0), new Round(round), "digest",
        [.. workers.Select(worker => new Contribution(worker, new Incarnation(1), 128, 5 - worker.Value, 1000))],
        PublishedBytes: 500);
}
