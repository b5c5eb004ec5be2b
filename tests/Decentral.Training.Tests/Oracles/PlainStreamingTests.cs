using Decentral.Codecs;
using Decentral.Models.Optimizers;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Faults;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Oracles;

/// <summary>A fleet of actors with fragments, overlap and mixing, against the algorithm in one loop.</summary>
public sealed class PlainStreamingTests
{
    /// <summary>A power of two, so that the mean of the workers is exact whichever way it is taken.</summary>
    private const int Workers = 4;

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(3, 0, 0.5)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 3, 0.5)]
    [InlineData(2, 2, 0.5)]
    [InlineData(3, 3, 0)]
    [InlineData(1, 4, 0)]
    [InlineData(2, 4, 0.25)]
    public Task Run_AnySchedule_GivesWhatTheAlgorithmDoes(int fragments, int overlap, double mixing) =>
        AssertGivesWhatTheAlgorithmDoes(Options(fragments, overlap, mixing));

    [Theory]
    [InlineData(true, 1.5)]
    [InlineData(false, double.PositiveInfinity)]
    public Task Run_OneRoundLate_GivesWhatCo2Does(bool isPenalised, double clip)
    {
        var co2 = new OuterCo2Options { Clip = clip };
        return AssertGivesWhatTheAlgorithmDoes(Options(1, overlap: 4, mixing: 0) with
        {
            Outer = new OuterCo2(isPenalised ? co2 : co2 with { Penalty = _ => 1 }),
        });
    }

    [Fact]
    public async Task Run_PenaltyAndClip_BothChangeTheOutcome()
    {
        var co2 = new OuterCo2Options { Clip = double.PositiveInfinity };
        float[][] outcomes =
        [
            await Train(co2), await Train(co2 with { Penalty = _ => 1 }), await Train(co2 with { Clip = 0.5 }),
        ];

        Assert.Equal(3, outcomes.Select(outcome => string.Join(' ', outcome)).Distinct().Count());

        static async Task<float[]> Train(OuterCo2Options co2)
        {
            var options = Options(1, overlap: 4, mixing: 0) with { Outer = new OuterCo2(co2) };
            var fleet = new LocalFleet(options);
            await fleet.Run();
            return GlobalOf(fleet, options);
        }
    }

    /// <summary>Each codec in each direction, alone and with fragments that overlap.</summary>
    public static TheoryData<string, string, int, int, double> Codecs => new(
        from name in TensorCodecs.Names
        from way in new[] { (Up: name, Down: "fp32"), (Up: "fp32", Down: name), (Up: name, Down: name) }
        from schedule in new[] { (Fragments: 1, Overlap: 0, Mixing: 0.0), (Fragments: 2, Overlap: 2, Mixing: 0.5) }
        select (way.Up, way.Down, schedule.Fragments, schedule.Overlap, schedule.Mixing));

    /// <summary>
    /// Whatever the codecs lose: after each event all workers hold the same parameters and the same outer state at a version, to the
    /// bit (the fleet's checker looks), and in the end those that the loop comes to.
    /// </summary>
    [Theory]
    [MemberData(nameof(Codecs))]
    public void Run_AnyCodec_EveryWorkerReplaysWhatTheAlgorithmDoes(string up, string down, int fragments, int overlap, double mixing)
    {
        var options = Options(fragments, overlap, mixing) with
        {
            Up = TensorCodecs.Find(up)!,
            Down = TensorCodecs.Find(down)!,
        };
        using var fleet = new SimulatedFleet(new FleetWorld { Seed = 1, Fleet = options, NodeOfWorker = [0, 1, 1, 2], NodeOfShard = 2 });
        using var plain = new PlainStreaming(options);

        fleet.Run();

        Train(plain, fleet.Ledger);
        Assert.Equal(plain.Digests, fleet.Ledger.OfType<RoundCommitted>().Select(committed => committed.Digest));
        var part = GlobalPart(fleet.Snapshots.PartsOf(fleet.Snapshots.Sealed[^1].Snapshot), options);
        Assert.Equal(plain.Global, part.Section("Global").ToArray());
        Assert.All(plain.OuterStates, state => Assert.Equal(state.Values, part.Section("Outer" + state.Name).ToArray()));
        Assert.NotEmpty(plain.OuterStates);
    }

    /// <summary>What mixing is for: with a whole round's overlap and none of the own parameters kept, each round's work is sent once.</summary>
    [Fact]
    public async Task Run_OverlapAndMixing_BothChangeTheOutcome()
    {
        float[][] outcomes = [await Train(0, 0), await Train(2, 0), await Train(2, 0.5), await Train(4, 0)];

        Assert.Equal(4, outcomes.Select(outcome => string.Join(' ', outcome)).Distinct().Count());

        static async Task<float[]> Train(int overlap, double mixing)
        {
            var options = Options(1, overlap, mixing);
            var fleet = new LocalFleet(options);
            await fleet.Run();
            return GlobalOf(fleet, options);
        }
    }

    private static async Task AssertGivesWhatTheAlgorithmDoes(FleetOptions options)
    {
        var fleet = new LocalFleet(options);
        using var plain = new PlainStreaming(options);

        await fleet.Run();

        var ledger = await fleet.ReadLedger();
        Train(plain, ledger);
        Assert.Equal(plain.Digests, ledger.OfType<RoundCommitted>().Select(committed => committed.Digest));
        Assert.Equal(plain.Global, GlobalOf(fleet, options));
    }

    private static FleetOptions Options(int fragments, int overlap, double mixing) => new()
    {
        Workers = Workers,
        Rounds = 11,
        StepsPerRound = 4,
        Fragments = fragments,
        Overlap = overlap,
        Mixing = mixing,
        Outer = new OuterNesterov(0.7, 0.9),
    };

    private static void Train(PlainStreaming plain, IReadOnlyList<CoordinatorEvent> ledger)
    {
        Assert.DoesNotContain(ledger, happened => happened is ParticipantStruckOff or UpdateRefused or WorkerLeft);
        foreach (var opened in ledger.OfType<RoundOpened>())
        {
            plain.Train(new OpenedRound(opened));
        }

        plain.Receive();
    }

    private static float[] GlobalOf(LocalFleet fleet, FleetOptions options) =>
        GlobalPart(fleet.Snapshots.Newest, options).Section("Global").ToArray();

    private static SnapshotPart GlobalPart(IReadOnlyDictionary<string, byte[]> parts, FleetOptions options)
    {
        var part = SnapshotPart.Read(parts["global"], new FleetParts(options).ParameterCount);
        Assert.Equal(new Round(options.Rounds), part.Header.Version);
        return part;
    }
}
