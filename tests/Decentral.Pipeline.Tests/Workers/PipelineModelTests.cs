using Decentral.Actors;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Tests.Worlds;
using Decentral.Simulation.Faults;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Pipeline.Tests.Workers;

/// <summary>A whole run whose model is in stages: rounds, leases, evaluations and snapshots, whatever dies.</summary>
public sealed class PipelineModelTests
{
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(1);

    private static readonly PipelineWorld Small = new() { Steps = 8, Microbatches = 2, SamplesPerMicrobatch = 1, Patience = TimeSpan.FromSeconds(30) };

    private static IEnumerable<string> Members => Enumerable.Range(1, 3).Select(member => SimulatedRun.NameOf(new MemberId(member)).Name);

    [Fact]
    public void Run_Undisturbed_SpendsItsBudgetInRoundsAndMeasuresAndSavesEach()
    {
        var run = new SimulatedRun(Small).Run();

        Assert.True(run.Outcome!.IsFinished);
        Assert.Equal([1, 2, 3], run.Rounds.Keys);
        Assert.Equal([0, 1, 2, 3], run.HeldOut.Keys);
        Assert.Equal([1L, 2, 3], run.Snapshots.Sealed.Select(saved => saved.Version.Value));
        Assert.True(run.HeldOut[3] < run.HeldOut[0]);
        Assert.Equal(0, run.Snapshots.TornParts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Run_OtherStages_GivesTheSameLosses(int stages)
    {
        var three = new SimulatedRun(Small).Run();

        var other = new SimulatedRun(Small with { Stages = stages, Members = stages }).Run();

        AssertSame(three, other, 1e-5);
    }

    [Theory]
    [InlineData(PipelineScheduleKind.Interleaved, 2, false)]
    [InlineData(PipelineScheduleKind.Gpipe, 1, true)]
    public void Run_OtherSchedulesAndModels_Finishes(PipelineScheduleKind schedule, int chunks, bool isTied)
    {
        var world = Small with
        {
            Schedule = schedule,
            Chunks = chunks,
            Microbatches = 3,
            Model = Small.Model with { IsTied = isTied },
        };
        var whole = new SimulatedRun(world with { Schedule = PipelineScheduleKind.Gpipe, Chunks = 1, Stages = 1, Members = 1 }).Run();

        var run = new SimulatedRun(world).Run();

        AssertSame(whole, run, 1e-5);
    }

    [Fact]
    public void Run_AMemberKilledNowAndThen_GivesWhatAnUndisturbedRunGives()
    {
        var undisturbed = new SimulatedRun(Small).Run();
        for (var atEvent = 5L; atEvent <= undisturbed.World.Events; atEvent += 3)
        {
            var killed = new SimulatedRun(Small with { Faults = Crash(atEvent, SimulatedRun.NameOf(new MemberId((int)(1 + (atEvent % 3)))).Name) }).Run();

            AssertSame(undisturbed, killed, 1e-4);
        }
    }

    [Fact]
    public void Run_TheHubKilledNowAndThen_GivesWhatAnUndisturbedRunGives()
    {
        var undisturbed = new SimulatedRun(Small).Run();
        for (var atEvent = 5L; atEvent <= undisturbed.World.Events; atEvent += 3)
        {
            var killed = new SimulatedRun(Small with { Faults = Crash(atEvent, "hub") }).Run();

            AssertSame(undisturbed, killed, 1e-4);
        }
    }

    [Fact]
    public void Run_TheHubAndAMemberKilledAtOnce_GivesWhatAnUndisturbedRunGives()
    {
        var undisturbed = new SimulatedRun(Small).Run();
        for (var atEvent = 150L; atEvent <= undisturbed.World.Events; atEvent += 11)
        {
            var killed = new SimulatedRun(Small with
            {
                Faults = Crash(atEvent, "hub", SimulatedRun.NameOf(new MemberId((int)(1 + (atEvent % 3)))).Name),
            }).Run();

            AssertSame(undisturbed, killed, 1e-4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(90)]
    public void Run_AMemberKilledSoonAfterTheHub_GivesWhatAnUndisturbedRunGives(int eventsLater)
    {
        var undisturbed = new SimulatedRun(Small).Run();
        for (var atEvent = 150L; atEvent <= undisturbed.World.Events; atEvent += 29)
        {
            var member = SimulatedRun.NameOf(new MemberId((int)(1 + (atEvent % 3)))).Name;
            var killed = new SimulatedRun(Small with
            {
                Faults = new FaultPlan { Faults = [.. Crash(atEvent, "hub").Faults, .. Crash(atEvent + eventsLater, member).Faults] },
            }).Run();

            AssertSame(undisturbed, killed, 1e-4);
        }
    }

    [Fact]
    public void Run_AMemberKilledWhereNobodyKeepsCopies_GoesOnFromTheLastSnapshot()
    {
        var world = Small with { Buddy = BuddyKind.None };
        var undisturbed = new SimulatedRun(world).Run();
        for (var atEvent = 20L; atEvent <= undisturbed.World.Events; atEvent += 13)
        {
            var member = SimulatedRun.NameOf(new MemberId((int)(1 + (atEvent % 3)))).Name;
            var killed = new SimulatedRun(world with { Faults = Crash(atEvent, member) }).Run();

            AssertSame(undisturbed, killed, 1e-4);
        }
    }

    [Fact]
    public void Run_AllMembersKilledAtOnce_GoesOnFromTheLastSnapshot()
    {
        var undisturbed = new SimulatedRun(Small).Run();
        for (var atEvent = 200L; atEvent <= undisturbed.World.Events; atEvent += 101)
        {
            var killed = new SimulatedRun(Small with
            {
                Faults = Crash(atEvent, [.. Members]),
            }).Run();

            AssertSame(undisturbed, killed, 1e-4);
        }
    }

    [Fact]
    public void Run_EverythingKilledAtOnce_GoesOnFromTheLastSnapshot()
    {
        var undisturbed = new SimulatedRun(Small).Run();
        for (var atEvent = 200L; atEvent <= undisturbed.World.Events; atEvent += 101)
        {
            var killed = new SimulatedRun(Small with
            {
                Faults = Crash(atEvent, ["hub", .. Members]),
            }).Run();

            AssertSame(undisturbed, killed, 1e-4);
        }
    }

    [Fact]
    public void Run_AMemberKilledWithCopies_TellsWhatWasLostAndWhereItCameFrom()
    {
        var middle = new SimulatedRun(Small).Run().World.Events / 2;

        var killed = new SimulatedRun(Small with { Faults = Crash(middle, SimulatedRun.NameOf(new MemberId(2)).Name) }).Run();

        var recovered = Assert.Single(killed.Told.OfType<Recovered>());
        Assert.Equal("stage 1 of worker-0", recovered.Part);
        Assert.StartsWith("from its buddy's copy (rung 2), ", recovered.Source, StringComparison.Ordinal);
        Assert.Equal(1, killed.Outcome!.State.Totals.Recoveries);
        Assert.Empty(new SimulatedRun(Small).Run().Told.OfType<Recovered>());
    }

    [Fact]
    public void Run_AMemberKilledWithoutCopies_TellsWhatItsNeighboursCostTheLoss()
    {
        var bare = Small with { Buddy = BuddyKind.None, Neighbours = NeighbourKind.CheckFree };
        var middle = new SimulatedRun(bare).Run().World.Events / 2;

        var killed = new SimulatedRun(bare with { Faults = Crash(middle, SimulatedRun.NameOf(new MemberId(2)).Name) }).Run();

        var recovered = Assert.Single(killed.Told.OfType<Recovered>());
        Assert.StartsWith(
            "from the layers beside it, which is approximate (rung 3), at 1.1 times the learning rate", recovered.Source, StringComparison.Ordinal);
        Assert.Contains(killed.Told.OfType<RunNotice>(), notice => notice.Text.StartsWith("the training loss of worker-0 went from ", StringComparison.Ordinal));
    }

    private static FaultPlan Crash(long atEvent, params string[] nodes) => new()
    {
        Faults = [.. nodes.Select(node => new CrashNode(atEvent, new NodeId(node), true, Restart))],
    };

    private static void AssertSame(SimulatedRun expected, SimulatedRun actual, double tolerance)
    {
        Assert.True(actual.Outcome!.IsFinished);
        var (wanted, found) = (expected.Outcome!.State, actual.Outcome.State);
        Assert.Equal(wanted.Committed, found.Committed);
        Assert.Equal(wanted.Totals.Tokens, found.Totals.Tokens);
        Assert.Equal(wanted.Totals.HeldOutLoss!.Value, found.Totals.HeldOutLoss!.Value, tolerance);

        // A hub that dies takes the newest points of the curves with it.
        foreach (var (round, loss) in actual.Rounds)
        {
            Assert.Equal(expected.Rounds[round], loss, tolerance);
        }

        var (one, other) = (expected.Parameters(), actual.Parameters());
        Assert.Equal(one.Length, other.Length);
        for (var index = 0; index < one.Length; index++)
        {
            Assert.Equal(one.Span[index], other.Span[index], (float)tolerance * 10);
        }
    }
}
