using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Decentral.Models;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Jobs;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Oracles;

/// <summary>Each method as a job has it, on the quadratic: the same history on every engine, and on every machine.</summary>
public sealed class MethodHistoryTests
{
    private const int Workers = 3;

    private static readonly TimeSpan NobodyIsLate = TimeSpan.FromDays(1);

    /// <summary>Not the pipeline: it has no workers and shards, but stages with tests of their own, in Decentral.Pipeline.Tests.</summary>
    private static MethodKind[] OfWorkers => [.. Enum.GetValues<MethodKind>().Except([MethodKind.Pipeline])];

    /// <summary>All; where members train on their own clocks, each round waits for all of them here, and so does not depend on who is faster.</summary>
    public static TheoryData<MethodKind> Methods => [.. OfWorkers];

    /// <summary>All that do not depend on who is faster, and so on when they are stopped.</summary>
    public static TheoryData<MethodKind> Deterministic =>
        [.. OfWorkers.Where(method => new Job().With(method).IsDeterministic)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Run_OnBothEngines_HasOneHistory(MethodKind method)
    {
        var local = new LocalFleet(OptionsOf(method));
        await local.Run();
        using var simulated = new SimulatedFleet(new FleetWorld { Seed = 1, Fleet = OptionsOf(method), NodeOfWorker = [0, 1, 1] });
        simulated.Run();
        var ledger = await local.ReadLedger();

        Assert.Equal(RoundsOf(ledger), RoundsOf(simulated.Ledger));
        Assert.Equal(Global(method, local.Snapshots.Newest), Global(method, simulated.Snapshots.PartsOf(simulated.Snapshots.Sealed[^1].Snapshot)));
        Assert.DoesNotContain(ledger, happened => happened is UpdateRefused or ParticipantStruckOff or RunRolledBack);
        Assert.True(LossOf(ledger, last: true) < LossOf(ledger, last: false), "The loss did not fall.");
    }

    /// <remarks>A stop costs nothing, but for what a shard owed, which is dropped: the ledger says so.</remarks>
    [Theory]
    [MemberData(nameof(Deterministic))]
    public async Task Run_StoppedAndResumed_HasTheSameHistoryUnlessAShardOwed(MethodKind method)
    {
        var whole = new LocalFleet(OptionsOf(method));
        var interrupted = new LocalFleet(OptionsOf(method));

        await whole.Run();
        for (var round = 1; !(await interrupted.Run(stopAfterRound: round)).IsFinished; round += 3)
        {
            Assert.True(round < 100, "The run does not end.");
        }

        var ledger = await interrupted.ReadLedger();
        var isDropped = ledger.OfType<TermBegan>().Any(began => began.Reason.EndsWith("what shards owed is dropped", StringComparison.Ordinal));
        Assert.Equal(method == MethodKind.OneBitAdam, isDropped);
        Assert.Equal(!isDropped, Global(method, whole.Snapshots.Newest).SequenceEqual(Global(method, interrupted.Snapshots.Newest)));
    }

    /// <summary>What these bits were when the method was last changed on purpose. Muon's products are a library's: its losses are below.</summary>
    [Theory]
    [InlineData(MethodKind.DataParallel, "28e2c51ed0ebc6e9")]
    [InlineData(MethodKind.LocalSgd, "434540c9ad522024")]
    [InlineData(MethodKind.Diloco, "0ff454aaf81b3bb2")]
    [InlineData(MethodKind.StreamingDiloco, "903c3966bffd92f3")]
    [InlineData(MethodKind.Co2, "a20927f6efc628a6")]
    [InlineData(MethodKind.AsyncDiloco, "a55c49d9b94abe07")]
    [InlineData(MethodKind.Dgc, "8722fe6b1a081a04")]
    [InlineData(MethodKind.OneBitAdam, "7ae7283d36af6a1d")]
    [InlineData(MethodKind.SparseLoco, "8d13990d791fe99a")]
    public async Task Run_Method_GivesTheRecordedHistory(MethodKind method, string digest)
    {
        var fleet = new LocalFleet(OptionsOf(method));

        await fleet.Run();

        var history = string.Join(' ', RoundsOf(await fleet.ReadLedger()));
        var parameters = ContentDigest.Of(MemoryMarshal.AsBytes<float>(Global(method, fleet.Snapshots.Newest)));
        Assert.Equal(digest, ContentDigest.Of(Encoding.UTF8.GetBytes($"{history} {parameters}")).ToString()[..16]);
    }

    [Fact]
    public async Task Run_Muloco_GivesTheRecordedLosses()
    {
        var fleet = new LocalFleet(OptionsOf(MethodKind.Muloco));

        await fleet.Run();

        var ledger = await fleet.ReadLedger();
        Assert.Equal(49.925448, LossOf(ledger, last: false), 1e-4);
        Assert.Equal(30.619189, LossOf(ledger, last: true), 1e-2);
    }

    /// <summary>Each preset has its history: one of its bits, or of its losses.</summary>
    [Fact]
    public void Histories_Recorded_AreOfEveryMethod()
    {
        var recorded = typeof(MethodHistoryTests).GetMethod(nameof(Run_Method_GivesTheRecordedHistory))!
            .GetCustomAttributes<InlineDataAttribute>().Select(data => (MethodKind)data.Data[0]!);

        Assert.Equal(OfWorkers, recorded.Append(MethodKind.Muloco).Order());
    }

    private static FleetOptions OptionsOf(MethodKind method)
    {
        var job = new Job
        {
            Workers = Workers,
            Model = new ModelOptions { Context = new FleetOptions().Context, Layers = 4 },
            Evaluation = new EvaluationOptions { Every = 8 },
            Snapshots = new SnapshotOptions { Every = Cadence.OfSteps(8) },
        }.With(method);
        job = job with
        {
            Inner = job.Inner with { Steps = 48, LearningRate = 0.02, Warmup = 2, Batch = 2 },
            Sync = job.Sync with
            {
                Every = Math.Min(job.Sync.Every, 6),
                Overlap = Math.Min(job.Sync.Overlap, 2),
                Quorum = 1,
                Deadline = job.Sync.Asynchronous ? NobodyIsLate : null,
            },
            Update = job.Update with { Codec = job.Update.Codec with { Warmup = Math.Min(job.Update.Codec.Warmup, 8) } },
        };
        Assert.Empty(JobValidator.Validate(job));
        return new FleetOptions { Job = job, Workers = Workers, Update = job.Update.Kind };
    }

    private static IEnumerable<string> RoundsOf(IEnumerable<CoordinatorEvent> ledger) =>
        ledger.OfType<RoundCommitted>().Select(committed => $"{committed.Round} {committed.Digest}");

    private static double LossOf(IEnumerable<CoordinatorEvent> ledger, bool last)
    {
        var measured = ledger.OfType<HeldOutMeasured>().ToArray();
        return (last ? measured[^1] : measured[0]).Loss;
    }

    private static float[] Global(MethodKind method, IReadOnlyDictionary<string, byte[]> parts)
    {
        var options = OptionsOf(method);
        return SnapshotPart.Read(parts["global"], new FleetParts(options).ParameterCount)
            .Section(options.IsOfOneStep ? "Parameters" : LocalUpdateReplica.GlobalName).ToArray();
    }
}
