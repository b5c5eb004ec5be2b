using Decentral.Models.Optimizers;
using Decentral.Simulation.Faults;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Oracles;

/// <summary>Members that train on their own clocks.</summary>
public sealed class AsynchronousTests
{
    private const int Workers = 3;

    private static readonly FleetOptions Options = new()
    {
        Workers = Workers,
        StepsPerRound = 4,
        Rounds = 12,
        IsAsynchronous = true,
        Outer = new OuterDelayedNesterov(0.7, 0.9, Workers),
    };

    /// <summary>Where all wait for one another nothing is stale: each round is one of synchronous Nesterov (arXiv:2401.09135).</summary>
    [Fact]
    public async Task Run_NobodyIsLate_GivesWhatSynchronousNesterovDoes()
    {
        var together = new LocalFleet(Options with { IsAsynchronous = false, Outer = new OuterNesterov(0.7, 0.9) });
        var delayed = new LocalFleet(Options);

        await together.Run();
        await delayed.Run();

        var (expected, found) = (GlobalOf(together), GlobalOf(delayed));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Run_OnArrival_CommitsEachUpdateAndGivesNothingUp()
    {
        using var fleet = Slowed(new FleetWorld { Seed = 1, Fleet = Options, NodeOfWorker = [0, 1, 2], Quorum = 0, Grace = TimeSpan.Zero });

        fleet.Run();

        var rounds = fleet.Ledger.OfType<RoundCommitted>().ToArray();
        Assert.DoesNotContain(fleet.Ledger, happened => happened is ParticipantStruckOff or UpdateRefused or RunRolledBack);
        Assert.Contains(fleet.Ledger, happened => happened is ParticipantCarriedOver);
        Assert.Equal(Enumerable.Range(0, Workers), rounds.SelectMany(round => round.Contributions).Select(given => given.Worker.Value).Distinct().Order());
        Assert.Equal(Options.Rounds * Workers, rounds.Sum(round => round.Contributions.Length));
        Assert.True(rounds.Length > Options.Rounds, $"{rounds.Length} rounds");
    }

    /// <summary>The slow one makes as much of a round as the others in the same time, and the budget goes to who is fast.</summary>
    [Fact]
    public void Run_Paced_GivesTheSlowFewerSteps()
    {
        using var fleet = Slowed(new FleetWorld
        {
            Seed = 1,
            Fleet = Options with { Rounds = 40 },
            NodeOfWorker = [0, 1, 2],
            Quorum = 0,
            Grace = TimeSpan.Zero,
            IsPaced = true,
        });

        fleet.Run();

        var tokens = fleet.Ledger.OfType<RoundCommitted>().SelectMany(round => round.Contributions).ToLookup(given => given.Worker, given => given.Tokens);
        Assert.True(tokens[new WorkerId(2)].Min() < tokens[new WorkerId(1)].Max());
        Assert.True(tokens[new WorkerId(2)].Sum() < tokens[new WorkerId(1)].Sum());
    }

    /// <summary>
    /// By fragments each goes on with the next one while its update is under way, and takes them by turns of its own: no fragment is left to
    /// the fast, however their rounds fall.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Run_ByFragments_EachMemberTakesAllByTurns(int fragments)
    {
        using var fleet = Slowed(new FleetWorld
        {
            Seed = 1,
            Fleet = Options with { Fragments = fragments, Mixing = 0.5, Rounds = 12 * fragments },
            NodeOfWorker = [0, 1, 2],
            Quorum = 0,
            Grace = TimeSpan.Zero,
        });

        fleet.Run();

        Assert.DoesNotContain(fleet.Ledger, happened => happened is ParticipantStruckOff or UpdateRefused or RunRolledBack or RoundDiscarded);
        Assert.Contains(fleet.Ledger, happened => happened is ParticipantCarriedOver);
        var given = fleet.Ledger.OfType<RoundCommitted>().SelectMany(round => round.Contributions.Select(one => (one.Worker, round.Fragment)));
        Assert.All(given.GroupBy(one => one.Worker), ofWorker =>
        {
            var turns = ofWorker.CountBy(one => one.Fragment).Select(counted => counted.Value).ToArray();
            Assert.Equal(fragments, turns.Length);
            Assert.InRange(turns.Max() - turns.Min(), 0, 2);
        });
    }

    [Fact]
    public void Run_ByFragmentsWithAQuorum_ClosesEachRoundWithThatMany()
    {
        using var fleet = Slowed(new FleetWorld
        {
            Seed = 1,
            Fleet = Options with { Fragments = 3, Rounds = 36 },
            NodeOfWorker = [0, 1, 2],
            Quorum = 0.5,
            Grace = TimeSpan.Zero,
        });

        fleet.Run();

        var rounds = fleet.Ledger.OfType<RoundCommitted>().ToArray();
        Assert.Contains(fleet.Ledger, happened => happened is ParticipantCarriedOver);
        Assert.All(rounds[..^3], round => Assert.InRange(round.Contributions.Length, 2, 3));
    }

    /// <summary>The second node is four times as slow as the others.</summary>
    private static SimulatedFleet Slowed(FleetWorld world) => new(world with
    {
        Faults = new FaultPlan { Faults = [new SlowDevice(1, SimulatedFleet.NameOf(2), 4, TimeSpan.FromHours(1))] },
    });

    private static float[] GlobalOf(LocalFleet fleet) =>
        SnapshotPart.Read(fleet.Snapshots.Newest["global"], new FleetParts(Options).ParameterCount).Section("Global").ToArray();
}
