using Decentral.Models.Data;
using Decentral.Training.Archives;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Jobs;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Formats;

/// <summary>One message of each format, with no property at its default, as that would not show that it was lost.</summary>
internal static class MessageSamples
{
    private const string Digest = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static readonly Term Term = new(7);
    private static readonly Term Opened = new(6);
    private static readonly Round Round = new(300);
    private static readonly FragmentId Fragment = new(2);
    private static readonly WorkerId Worker = new(3);
    private static readonly Incarnation Life = new((1 << 20) + 4);
    private static readonly SampleRange Samples = new(64, 16);

    private static readonly RunStanding Standing = new(CoordinatorPhase.Training, Round, 4, new RunTotals
    {
        Tokens = 1_000_000,
        SyncBytes = 5_000_000_000,
        Recoveries = 2,
        TrainLoss = 2.5,
        FirstHeldOutLoss = 5.5,
        HeldOutLoss = 2.75,
    });

    private static readonly Contribution[] Contributions =
    [
        new(Worker, Life, 4096, 2.5, 100_000) { SkippedSteps = 1 },
        new(new WorkerId(5), Life, 2048, 2.25, 100_000) { SkippedSteps = 2 },
    ];

    public static IReadOnlyList<object> All { get; } =
    [
        new CallRoll(Term),
        new StartRound(
            Term, Round, Opened, 8, [Samples, new SampleRange(1 << 20, 8)], new LearningPace(1 << 16, 4096, 1 << 30), Continues: true),
        new MeetShards(Term, [Addresses.Of("a", "node/shard-0-7", 9), Addresses.Of("b", "node/shard-1-7", 10)]),
        new CatchUp(Term, Round, Addresses.Of("a", "node/worker-0", 9)),
        new Evaluate(Term, Round, Samples),
        new SaveSnapshot(Term, Round, "r00000300-t7", WithGlobal: true),
        new PauseTraining(Term, "r00000300-t7-pause"),
        new StartAnew(Term),
        new ContributionTaken(Fragment, Round, Life),
        new RequestContribution(Term, Fragment, Round),
        new RequestState(Term, Round, Round.Previous),
        new PublishedHeader(Term, Fragment, Round, 4096, 24, 4, Digest),
        new SharedStateHeader(Term, Round),
        new CallShard(Term),
        new CollectRound(
            Term, Round, Opened, 4096, 24, [new Participant(Worker, Life, Addresses.Of("a", "node/worker-0", 9), Round, Opened, 4096, 16384)], true),
        new PublishRound(Term, Round, [Addresses.Of("a", "node/worker-0", 9), Addresses.Of("b", "node/worker-1", 10)]),
        new ContributionHeader(Fragment, Round, Opened, Worker, Life, 4096, 2.5)
        {
            Weight = 8192,
            BaseVersion = Round.Previous,
            SkippedSteps = 1,
            Base = new ReplicaDigest(new UInt128(0x0123456789ABCDEF, 0xFEDCBA9876543210)),
        },
        new WorkerReport(
            Worker, Life, Term, Round, Round.Next, Opened, 5, true, "r00000300-t7", Addresses.Of("a", "node/worker-0", 9))
        {
            Digest = Digest,
            SecondsPerStep = 0.25,
            Pending = [new Opening(Round, Opened), new Opening(Round.Next, Term)],
            Met = Term,
            Continues = true,
        },
        new ShardReport(Fragment, Life, Term, Round.Next, Round, Addresses.Of("hub", "node/shard-0", 2))
        {
            Opened = Opened,
            Held = [Worker, new WorkerId(5)],
        },
        new HostShard(new HostedShard(Fragment, Life)),
        new DropShard(new HostedShard(Fragment, Life)),
        new NodeReport(300, [Worker, new WorkerId(5)], [1, 7])
        {
            Shards = [new HostedShard(Fragment, Life), new HostedShard(new FragmentId(5), Life)],
            Measures = new NodeMeasures(DeviceKind.Cuda, 1 << 30, 0.25, 0.02, 1e7, 5e6),
        },
        new ContributionRefused(Fragment, Round, Opened, Worker, Addresses.Of("a", "node/worker-0", 9), "It is of another model."),
        new StagesRecovered(Worker, Life, 2, RecoveryRung.Neighbours, [1, 3], 4, 5, "Stage 1 becomes the average of others.")
        {
            LearningRateScale = 1.25,
            Loss = new LossChange(2.5, 2.75),
        },
        new HostWorker(7, Worker, Life),
        new HostNone("The run is full."),
        new RunIsOver(IsFinished: true),
        new FetchItem(7, new ArchiveItem(ArchiveItemKind.SnapshotPart, "worker-3")),
        new ItemHeader(7),
        new ItemMissing(7),
        new PartHeader(7, "r00000300-t7", "worker-3"),
        new PartKept(7),
        new BallastHeader(7),
        new FragmentReduced(Term, Fragment, Round, Opened, Digest, [.. Contributions], 100_000),
        new HeldOutPart(Worker, Round, Samples, 10.5, 4096),
        new SnapshotPartSaved(Worker, "r00000300-t7"),
        new RequestStop(),
        new StepReported(Worker, Round, new TrainedTokens(512, 1280.5, 1e-3) { IsSkipped = true }),
        new LedgerAdvanced(
            new RoundCommitted(Fragment, Round, Digest, [.. Contributions], 100_000)
            {
                At = new DateTimeOffset(2030, 1, 1, 0, 0, 1, TimeSpan.Zero),
            },
            Standing),
        new PartFailed("worker-3", "The disk is full."),
        new StagesFormed(Worker, 4),
        new RunEnded(true, Standing),
    ];

    public static object Of(string manifest) => All.Single(message => Encoded.FormatOf(message).Manifest == manifest);
}
