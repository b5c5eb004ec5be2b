using Decentral.Codecs;
using Decentral.Models.Optimizers;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests;

public sealed class LocalRunTests
{
    public static TheoryData<UpdateKind> Updates =>
        [UpdateKind.PseudoGradient, UpdateKind.Parameters, UpdateKind.Gradient];

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task Run_UndisturbedFleet_SpendsItsBudgetAndLowersTheLoss(UpdateKind update)
    {
        var options = Options(update);
        var fleet = new LocalFleet(options);

        var outcome = await fleet.Run();

        var totals = outcome.State.Totals;
        Assert.True(outcome.IsFinished);
        Assert.Equal(new FleetParts(options).Plan.Samples * options.Context, totals.Tokens);
        Assert.Equal(0, totals.Recoveries);
        Assert.True(totals.HeldOutLoss < 0.9 * totals.FirstHeldOutLoss, $"{totals.FirstHeldOutLoss} -> {totals.HeldOutLoss}");
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task Run_TwiceWithOtherLanes_GivesTheSameBits(UpdateKind update)
    {
        var one = new LocalFleet(Options(update) with { Lanes = 1 });
        var three = new LocalFleet(Options(update) with { Lanes = 3 });

        await one.Run();
        await three.Run();

        AssertSameParts(one, three);
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task Run_DecoderTwiceWithOtherLanes_GivesTheSameBits(UpdateKind update)
    {
        var quadratic = Options(update);
        var options = TinyDecoder.Options with
        {
            Update = update,
            Outer = quadratic.Outer,
            StepsPerRound = quadratic.StepsPerRound,
            Rounds = 6,
        };
        var first = new LocalFleet(options with { Lanes = 1 });
        var again = new LocalFleet(options with { Lanes = 1 });
        var three = new LocalFleet(options with { Lanes = 3 });

        await first.Run();
        await again.Run();
        await three.Run();

        AssertSameParts(first, again);
        AssertSameParts(first, three);
    }

    /// <summary>With libtorch's products, which differ in the last bits from one kind of processor to another.</summary>
    [Fact]
    public async Task Run_DecoderWithDiloco_GivesTheRecordedLosses()
    {
        var totals = (await new LocalFleet(TinyDecoder.Options with { Rounds = 20 }).Run()).State.Totals;

        Assert.Equal(3.473358, totals.FirstHeldOutLoss!.Value, 3.5e-3);
        Assert.Equal(0.330412, totals.HeldOutLoss!.Value, 3.3e-4);
        Assert.Equal(0.269899, totals.TrainLoss!.Value, 2.7e-4);
    }

    /// <summary>Up from each worker and down to each, in each round.</summary>
    [Fact]
    public async Task Run_UndisturbedFleet_CountsEveryByteOnce()
    {
        var options = Options(UpdateKind.PseudoGradient);
        var payload = new Fp32Codec().EncodedLength(new FleetParts(options).ParameterCount);
        var fleet = new LocalFleet(options);

        var totals = (await fleet.Run()).State.Totals;

        var ledger = await fleet.ReadLedger();
        var term = ledger.OfType<TermBegan>().Single().Term;
        var rounds = ledger.OfType<RoundCommitted>().ToList();
        var through = ledger.OfType<RoundOpened>().ToDictionary(
            opened => opened.Round,
            opened => opened.TokensBefore
                + (options.Context * opened.Leases.Sum(lease => lease.Samples.Sum(range => range.Count))));
        var up = rounds.Sum(round => round.Contributions.Sum(given => EncodedSize.OfContribution(
            new ContributionHeader(
                round.Fragment, round.Round, term, given.Worker, given.Incarnation, given.Tokens, given.MeanLoss)
            {
                Weight = given.Tokens,
                Base = default(ReplicaDigest),
                BaseVersion = round.Round.Previous,
            },
            payload)));
        var down = rounds.Sum(round => options.Workers * EncodedSize.OfPublication(
            new PublishedHeader(
                term,
                round.Fragment,
                round.Round,
                through[round.Round],
                (round.Round.Value - 1) * options.Workers,
                options.Workers,
                round.Digest),
            payload));
        Assert.Equal(options.Rounds, rounds.Count);
        Assert.Equal(up + down, totals.SyncBytes);
    }

    [Fact]
    public async Task Run_StepsWhoseGradientsAreNotFinite_AreCountedInTheLedgerAndTold()
    {
        var plain = Options(UpdateKind.PseudoGradient) with { Workers = 1, Rounds = 3 };
        var fleet = new LocalFleet(plain with
        {
            Model = () => new ProbedReplica(new FleetParts(plain).MakeModel()) { Stumbles = step => step is 4 or 6 },
        });

        await fleet.Run();

        var rounds = (await fleet.ReadLedger()).OfType<RoundCommitted>().ToArray();
        Assert.Equal([0, 2, 0], rounds.Select(round => round.SkippedSteps));
        var told = Assert.Single(fleet.Events.OfType<RunNotice>());
        Assert.True(told.IsWarning);
        Assert.StartsWith(
            "Round 2 left out inner steps, as their gradients were not finite: 2 of worker-0. If it goes on, lower ",
            told.Text,
            StringComparison.Ordinal);
    }

    /// <summary>The second start trains before anything of it is in the ledger.</summary>
    [Fact]
    public async Task Run_PausedAndResumed_ShowsEachPhase()
    {
        var fleet = new LocalFleet(Options(UpdateKind.PseudoGradient));

        await fleet.Run(stopAfterRound: 2);
        var paused = Distinct(fleet.Phases).ToArray();
        fleet.Phases.Clear();
        await fleet.Run();

        RunPhase[] throughStop = [RunPhase.Training, RunPhase.Stopping, RunPhase.Saving];
        RunPhase[] throughEnd = [RunPhase.Training, RunPhase.Saving];
        Assert.Equal(throughStop, paused);
        Assert.Equal(throughEnd, Distinct(fleet.Phases));
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public Task Run_PausedAndResumed_EqualsUninterrupted(UpdateKind update) => AssertPausesChangeNothing(Options(update));

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(3, 0, 0.5)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 2, 0.5)]
    [InlineData(2, 3, 0)]
    [InlineData(1, 4, 0.5)]
    public Task Run_StreamingPausedAndResumed_EqualsUninterrupted(int fragments, int overlap, double mixing) =>
        AssertPausesChangeNothing(Options(UpdateKind.PseudoGradient) with
        {
            Fragments = fragments,
            Overlap = overlap,
            Mixing = mixing,
            StepsPerRound = 4,
            Rounds = 20,
        });

    /// <summary>The phases in their order, without the first, which may be over before it is shown.</summary>
    private static IEnumerable<RunPhase> Distinct(IEnumerable<RunPhase> phases)
    {
        RunPhase last = RunPhase.Preparing;
        foreach (var phase in phases.Where(phase => phase != last))
        {
            yield return last = phase;
        }
    }

    private static FleetOptions Options(UpdateKind update) => new()
    {
        Update = update,
        Outer = update == UpdateKind.PseudoGradient ? new OuterNesterov(0.7, 0.9) : null,
        StepsPerRound = update == UpdateKind.Gradient ? 1 : 4,
        Rounds = update == UpdateKind.Gradient ? 40 : 12,
    };

    private static void AssertSameParts(LocalFleet expected, LocalFleet actual)
    {
        var (left, right) = (expected.Snapshots.Newest, actual.Snapshots.Newest);
        Assert.NotEmpty(left);
        Assert.Equal(left.Keys.Order(), right.Keys.Order());
        Assert.All(left, part => Assert.True(part.Value.AsSpan().SequenceEqual(right[part.Key]), $"{part.Key} differs"));
    }

    private static async Task AssertPausesChangeNothing(FleetOptions options)
    {
        var whole = new LocalFleet(options);
        var interrupted = new LocalFleet(options);

        await whole.Run();
        for (var round = 1; !(await interrupted.Run(stopAfterRound: round)).IsFinished; round += 2)
        {
            Assert.True(round < 100, "The run does not end.");
        }

        AssertSameParts(whole, interrupted);
        var ledger = await interrupted.ReadLedger();
        Assert.Contains(ledger, happened => happened is RunPaused);
        Assert.DoesNotContain(ledger, happened => happened is RunRolledBack or RoundDiscarded or ParticipantStruckOff);
    }
}
