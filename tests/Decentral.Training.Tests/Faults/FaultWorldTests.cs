using System.Globalization;
using Decentral.Codecs.Blocks;
using Decentral.Models.Optimizers;
using Decentral.Simulation.Compute;
using Decentral.Simulation.Faults;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Formats;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Faults;

/// <summary>
/// A crash of a worker, a shard or the coordinator at any point of a round: what the ledger says must stay true of every
/// sample, a committed round must never change, and the run must come to its end.
/// </summary>
public sealed class FaultWorldTests
{
    private const int OrdinarySeeds = 500;

    /// <summary>A small part of what one core runs, so that a busy machine does not fail the test.</summary>
    private const double SlowestWorldsPerSecond = 20;

    /// <summary>A small run of a worker beside the coordinator and another elsewhere.</summary>
    private static readonly FleetWorld TwoNodes = new()
    {
        Seed = 12,
        Fleet = new FleetOptions
        {
            Workers = 2,
            Rounds = 4,
            StepsPerRound = 2,
            Optimizer = new AdamWOptions { Beta1 = 0, Beta2 = 0 },
        },
        NodeOfWorker = [0, 1],
    };

    /// <summary>
    /// Said when a person stops a run, when it is full, to a run directory on another node, to the hub's own agent, too seldom
    /// for 500 worlds, and of the stages of a pipeline, which has worlds of its own.
    /// </summary>
    private static readonly string[] NotOfFaultWorlds =
    [
        "training.pause-training", "training.request-stop", "training.host-none",
        "training.fetch-item", "training.item-header", "training.item-missing", "training.part-header", "training.part-kept",
        "training.ballast-header", "training.contribution-refused", "training.start-anew", "training.drop-shard",
        "training.stages-recovered", "training.stages-formed",
    ];

    /// <summary>All else that crosses nodes.</summary>
    private static readonly IEnumerable<string> OfNoStop = TrainingMessages.Catalogue.Formats
        .Select(format => format.Manifest).Except(NotOfFaultWorlds);

    /// <summary>The seed of a <c>--filter-trait Seed=N</c> on the command line; 0 when there is none.</summary>
    public static IEnumerable<TheoryDataRow<ulong>> AskedFor()
    {
        const string Prefix = "Seed=";
        var asked = Environment.GetCommandLineArgs().FirstOrDefault(word => word.StartsWith(Prefix, StringComparison.Ordinal));
        var seed = asked?[Prefix.Length..] ?? "0";
        yield return new TheoryDataRow<ulong>(ulong.Parse(seed, CultureInfo.InvariantCulture)).WithTrait("Seed", seed);
    }

    [Theory]
    [MemberData(nameof(AskedFor))]
    public void Run_SeedAskedFor_KeepsTheLedgersRules(ulong seed)
    {
        using var fleet = new SimulatedFleet(FleetWorld.Draw(seed));

        Assert.True(fleet.Run().HasEnded);
    }

    [Fact]
    public void Run_FiveHundredSeeds_KeepTheLedgersRulesUnderEveryKindOfFault()
    {
        string[] expected =
        [
            nameof(CrashNode), nameof(CutLink), nameof(IsolateNode), nameof(FillDisk), nameof(SlowDevice), nameof(FreezeNode),
            "StaleWriter",
            "FailActor node/coordinator", "FailActor node/shard", "FailActor node/worker",
            nameof(WorkerLeft), nameof(ParticipantStruckOff), nameof(ParticipantResumed), nameof(ParticipantCarriedOver), nameof(RoundDiscarded),
            nameof(RunRolledBack), nameof(SnapshotCompleted), nameof(RunFinished),
        ];

        var began = ThreadTime.Now;
        var search = new FaultSearch().Run(0, OrdinarySeeds);
        var worldsPerSecond = OrdinarySeeds / (ThreadTime.Now - began).TotalSeconds;

        search.AssertClean();
        Assert.True(worldsPerSecond >= SlowestWorldsPerSecond, $"Only {worldsPerSecond:0} worlds a second on one core.");
        Assert.Empty(expected.Except(search.Counts.Keys));
        Assert.Empty(OfNoStop.Except(search.Manifests));
        Assert.True(search.Moments.Count > OrdinarySeeds / 2, $"Faults struck at only {search.Moments.Count} different moments.");
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Run_TwentyThousandSeeds_KeepTheLedgersRules() => new FaultSearch().Run(OrdinarySeeds, 20_000).AssertClean();

    /// <summary>
    /// Found by 500 seeds once saving was given its time: workers were reminded to save while they did, began again, failed at
    /// it, and no run whose disk took longer than half a second to save came to its end.
    /// </summary>
    [Fact]
    public void Run_DiskSlowerThanTraining_SavesNowAndThenAndLosesNobody()
    {
        using var fleet = new SimulatedFleet(new FleetWorld
        {
            Seed = 1,
            Fleet = new FleetOptions { Workers = 2, Rounds = 40, RoundsPerSnapshot = 1 },
            NodeOfWorker = [0, 1],
            Device = new DeviceProfile { TokensPerSecond = 100 },
            SnapshotLatency = TimeSpan.FromSeconds(2),
        });

        fleet.Run();

        Assert.DoesNotContain(fleet.Ledger, happened => happened is WorkerLeft);
        Assert.InRange(fleet.Snapshots.Sealed.Count, 2, 20);
    }

    /// <summary>Coordinator, shard, and a worker, each struck at every single event of a small run.</summary>
    [Fact]
    public void Run_EachActorStruckAtEveryEvent_KeepsTheLedgersRules()
    {
        var events = EventsOf(TwoNodes);

        foreach (var (node, path) in SimulatedFleet.ActorsOf(TwoNodes))
        {
            for (var at = 1L; at < events; at++)
            {
                using var fleet = new SimulatedFleet(
                    TwoNodes with { Faults = new FaultPlan { Faults = [new FailActor(at, node, path)] } });
                Assert.True(fleet.Run().HasEnded);
            }
        }
    }

    /// <summary>
    /// Found by seed 15 once nodes stood still: a worker slept through a roll-back and came back with a version that was undone.
    /// It was taken for a holder of the version of that number, and went on training with other parameters than the rest.
    /// </summary>
    [Fact]
    public void Run_WorkerThatSleptThroughARollBack_BeginsAnew()
    {
        var calm = TwoNodes with { GatherTimeout = TimeSpan.FromSeconds(0.5), Device = new DeviceProfile { TokensPerSecond = 20 } };
        var second = new Incarnation((1 << 20) + 2);
        var turnedAway = 0;

        for (var at = 1L; at < EventsOf(calm); at += 3)
        {
            var (hub, other) = (SimulatedFleet.NameOf(0), SimulatedFleet.NameOf(1));
            FreezeNode sleeps = new(at, other, TimeSpan.FromSeconds(3));
            CrashNode dies = new(at + 1, hub, KeepsDisk: true, TimeSpan.FromSeconds(0.1));
            using var fleet = new SimulatedFleet(calm with { Faults = new FaultPlan { Faults = [sleeps, dies] } });
            Assert.True(fleet.Run().HasEnded);
            turnedAway += fleet.Ledger.OfType<WorkerJoined>()
                .Count(joined => joined is { Worker.Value: 1 } && joined.Incarnation == second);
        }

        Assert.NotEqual(0, turnedAway);
    }

    /// <summary>
    /// Found by seed 2203: a coordinator that slept in a roll call heard its own alarm before the answers that had come
    /// meanwhile, struck off whoever had answered, and undid what they held.
    /// </summary>
    [Fact]
    public void Run_CoordinatorThatSleptInARollCall_HearsTheAnswersFirst()
    {
        var calm = TwoNodes with { GatherTimeout = TimeSpan.FromSeconds(0.5) };
        var hub = SimulatedFleet.NameOf(0);

        for (var later = 1; later < 100; later++)
        {
            CrashNode dies = new(100, hub, KeepsDisk: true, TimeSpan.FromSeconds(0.1));
            FreezeNode sleeps = new(dies.AtEvent + later, hub, TimeSpan.FromSeconds(2));
            using var fleet = new SimulatedFleet(calm with { Faults = new FaultPlan { Faults = [dies, sleeps] } });
            fleet.Run();
            Assert.DoesNotContain(
                fleet.Ledger, happened => happened is WorkerLeft { Reason: "did not answer the roll call" });
        }
    }

    /// <summary>Each node stands still at every event of a small run, for less than it takes to be missed and for longer.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Run_EachNodeFrozenAtEveryEvent_KeepsTheLedgersRules(int seconds)
    {
        foreach (var node in (int[])[0, 1])
        {
            for (var at = 1L; at < EventsOf(TwoNodes); at++)
            {
                FreezeNode sleeps = new(at, SimulatedFleet.NameOf(node), TimeSpan.FromSeconds(seconds));
                using var fleet = new SimulatedFleet(TwoNodes with { Faults = new FaultPlan { Faults = [sleeps] } });
                Assert.True(fleet.Run().HasEnded);
            }
        }
    }

    /// <summary>
    /// Found by seed 75 once the shard was on another node: it did not hear that a participant was struck off, and waited for
    /// that one's contribution forever.
    /// </summary>
    [Fact]
    public void Run_ShardThatMissedWhoWasStruckOff_HearsItAgain()
    {
        var calm = TwoNodes with { NodeOfShard = 2 };
        var (hub, workers, shards) = (SimulatedFleet.NameOf(0), SimulatedFleet.NameOf(1), SimulatedFleet.NameOf(2));

        for (var at = 1L; at < EventsOf(calm); at += 2)
        {
            FailActor fails = new(at, workers, "node/worker-0");
            CutLink unheard = new(at, hub, shards, TimeSpan.FromSeconds(1));
            using var fleet = new SimulatedFleet(calm with { Faults = new FaultPlan { Faults = [fails, unheard] } });
            Assert.True(fleet.Run().HasEnded);
        }
    }

    /// <summary>
    /// Found by seed 1322 once messages were encoded, as term 0 has no form on the wire: whoever reported while the coordinator
    /// read its journal was heard before the run began, and told to measure and save a version of no run.
    /// </summary>
    [Fact]
    public void Run_CoordinatorThatSleptWhileItRecovered_BeginsBeforeItHears()
    {
        for (var at = 1L; at < 60; at++)
        {
            FreezeNode sleeps = new(at, SimulatedFleet.NameOf(0), TimeSpan.FromSeconds(0.3));
            using var fleet = new SimulatedFleet(
                TwoNodes with { NodeOfWorker = [1, 1], Faults = new FaultPlan { Faults = [sleeps] } });

            fleet.Run();

            Assert.Equal([typeof(RunCreated), typeof(TermBegan)], fleet.Ledger.Take(2).Select(happened => happened.GetType()));
        }
    }

    /// <summary>Found by 500 seeds once the monitor was on another node: it heard of the end once or never.</summary>
    [Fact]
    public void Run_MonitorThatMissedTheEnd_HearsItAgain()
    {
        var calm = TwoNodes with { NodeOfMonitor = 2 };
        CutLink unheard = new(EventsOf(calm) - 100, SimulatedFleet.NameOf(0), SimulatedFleet.NameOf(2), TimeSpan.FromSeconds(5));
        using var fleet = new SimulatedFleet(calm with { Faults = new FaultPlan { Faults = [unheard] } });

        fleet.Run();

        Assert.True(fleet.Outcome!.IsFinished);
        Assert.Equal(4, fleet.Outcome.State.Committed.Value);
    }

    /// <summary>
    /// Found by seed 5819 once schedules overlapped: one that is so slow that it makes no more steps than others overlap by sent its
    /// update before it took up the last outcome, and was taken for a replica that had gone astray.
    /// </summary>
    [Fact]
    public void Run_SlowWorkerWhereSchedulesOverlap_SendsWhatTheOthersDo()
    {
        var slow = SimulatedFleet.NameOf(1);
        using var fleet = new SimulatedFleet(TwoNodes with
        {
            Fleet = TwoNodes.Fleet with { StepsPerRound = 4, Overlap = 2, Mixing = 0.5, Rounds = 12 },
            Device = new DeviceProfile { TokensPerSecond = 100 },
            IsPaced = true,
            Faults = new FaultPlan { Faults = [new SlowDevice(1, slow, 4, TimeSpan.FromMinutes(5))] },
        });

        fleet.Run();

        Assert.Contains(
            fleet.Ledger.OfType<RoundCommitted>(), round => round.Contributions[1].Tokens < round.Contributions[0].Tokens);
        Assert.DoesNotContain(fleet.Ledger, happened => happened is UpdateRefused);
    }

    /// <summary>
    /// Found by seed 20338 once shards lived on members: the last round was to be collected again from a shard that was new, the
    /// order was lost, and nobody said it again as there was no round left to train.
    /// </summary>
    [Fact]
    public void Run_ShardLostWithTheLastRound_IsToldAgainToCollectIt()
    {
        var calm = TwoNodes with { NodeOfShard = 2 };
        var (hub, shards) = (SimulatedFleet.NameOf(0), SimulatedFleet.NameOf(2));
        var events = EventsOf(calm);

        for (var at = events / 2; at < events; at++)
        {
            FailActor fails = new(at, shards, "node/shard-0");
            CutLink unheard = new(at + 8, hub, shards, TimeSpan.FromSeconds(2));
            using var fleet = new SimulatedFleet(calm with { Faults = new FaultPlan { Faults = [fails, unheard] } });
            Assert.True(fleet.Run().HasEnded);
        }
    }

    /// <summary>
    /// A shard that sends signs and owes the rest, lost at every event: where it was lost between a commit and its publication, the
    /// round is undone, as the shard that follows combines the same updates otherwise.
    /// </summary>
    [Fact]
    public void Run_ShardThatOwesLostAtEveryEvent_IsDoneWithoutWhatItOwed()
    {
        var signs = TwoNodes.Fleet with
        {
            Update = UpdateKind.Momentum,
            StepsPerRound = 1,
            Rounds = 8,
            Up = new SignCodec(),
            Down = new SignCodec(),
        };
        var calm = TwoNodes with { Fleet = signs };
        var events = EventsOf(calm);
        var (dropped, undone) = (0, 0);

        for (var at = 1L; at < events; at++)
        {
            FailActor fails = new(at, SimulatedFleet.NameOf(calm.NodeOfShard), "node/shard-0");
            using var fleet = new SimulatedFleet(calm with { Faults = new FaultPlan { Faults = [fails] } });
            Assert.True(fleet.Run().HasEnded);
            dropped += fleet.Ledger.OfType<TermBegan>().Any(began => began.Reason.EndsWith("what it owed is dropped")) ? 1 : 0;
            undone += fleet.Ledger.OfType<RunRolledBack>().Any(back => back.Reason.Contains("with what it owed")) ? 1 : 0;
        }

        Assert.True(dropped > 0);
        Assert.True(undone > 0);
    }

    /// <summary>
    /// Found by 32 of 20,000 seeds once members trained on their own clocks: one that had missed a publication was taken for one to whom
    /// it was on its way for as long as no more rounds followed, and where its lease was the last one, none did. In the last two all have
    /// missed one, each another: the run goes back to the newest version that somebody holds.
    /// </summary>
    [Theory]
    [InlineData(864)]
    [InlineData(1072)]
    [InlineData(2053)]
    [InlineData(4607)]
    [InlineData(6354)]
    public void Run_MemberOnItsOwnClockThatMissedAPublication_IsHelpedOn(ulong seed)
    {
        var world = FleetWorld.Draw(seed);
        using var fleet = new SimulatedFleet(world);

        Assert.True(world.Fleet.IsAsynchronous);
        Assert.True(fleet.Run().HasEnded);
    }

    /// <summary>Each node of a run whose shards live on members, lost at every event: its shards are given to another.</summary>
    [Fact]
    public void Run_NodeWithShardsLostAtEveryEvent_IsDoneWithout()
    {
        var calm = new FleetWorld
        {
            Seed = 4,
            Fleet = new FleetOptions { Workers = 3, Rounds = 6, StepsPerRound = 2, Fragments = 3 },
            NodeOfWorker = [0, 1, 2],
            IsPlaced = true,
            SpreadsShards = true,
        };
        var moved = 0;

        for (var at = 20L; at < EventsOf(calm); at += 4)
        {
            CrashNode dies = new(at, SimulatedFleet.NameOf(1), KeepsDisk: true, TimeSpan.FromSeconds(30));
            using var fleet = new SimulatedFleet(calm with { Faults = new FaultPlan { Faults = [dies] } });
            Assert.True(fleet.Run().HasEnded);
            moved += fleet.Ledger.OfType<ShardPlaced>().Any(placed => placed.Reason == "node-1 is gone") ? 1 : 0;
        }

        Assert.NotEqual(0, moved);
    }

    /// <summary>
    /// Memory that turned a bit at any event of a run, but for its end: the digest that comes with the next contribution shows it,
    /// and the worker begins anew with what the others hold. No commit is made of what it trained meanwhile from elsewhere.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Run_ReplicaThatWentAstrayAtAnyEvent_IsFoundAndHealed(int astray)
    {
        var calm = TwoNodes with { Fleet = TwoNodes.Fleet with { Workers = 3, Rounds = 8 }, NodeOfWorker = [0, 1, 2] };
        var events = EventsOf(calm);
        var (worlds, found) = (0, 0);

        for (var at = events / 10; at < events * 2 / 3; at += 5)
        {
            using var fleet = new SimulatedFleet(calm with { Flip = (at, astray) });
            fleet.Run();
            worlds++;
            found += fleet.Ledger.OfType<UpdateRefused>().Select(refused => refused.Worker).Distinct().SequenceEqual([new(astray)])
                ? 1
                : 0;
        }

        Assert.InRange(worlds, 20, int.MaxValue);
        Assert.Equal(worlds, found);
    }

    /// <summary>In every process and on every machine, as no library of others computes here.</summary>
    [Theory]
    [InlineData(3, 18290710775403097513, 976)]
    [InlineData(11, 4459163838368230934, 1054)]
    public void Run_Seed_GivesTheRecordedHistory(ulong seed, ulong digest, long events)
    {
        using var fleet = new SimulatedFleet(FleetWorld.Draw(seed));

        fleet.Run();

        Assert.Equal((digest, events), (fleet.World.Trace.Value, fleet.World.Events));
    }

    [Fact]
    public void Run_OneSeedTwice_GivesOneHistory()
    {
        using var first = new SimulatedFleet(FleetWorld.Draw(3));
        using var second = new SimulatedFleet(FleetWorld.Draw(3));

        first.Run();
        second.Run();

        Assert.Equal(first.World.Events, second.World.Events);
        Assert.Equal(first.World.Trace.Value, second.World.Trace.Value);
        Assert.Equal(first.Ledger.Select(happened => happened.ToString()), second.Ledger.Select(happened => happened.ToString()));
    }

    private static long EventsOf(FleetWorld calm)
    {
        using var undisturbed = new SimulatedFleet(calm);
        return undisturbed.Run().World.Events;
    }
}
