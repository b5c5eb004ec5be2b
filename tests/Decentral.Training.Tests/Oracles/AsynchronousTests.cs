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

    /// <summary>The second node is four times as slow as the others.</summary>
    private static SimulatedFleet Slowed(FleetWorld world) => new(world with
    {
        Faults = new FaultPlan { Faults = [new SlowDevice(1, SimulatedFleet.NameOf(2), 4, TimeSpan.FromHours(1))] },
    });

    private static float[] GlobalOf(LocalFleet fleet) =>
        SnapshotPart.Read(fleet.Snapshots.Newest["global"], new FleetParts(Options).ParameterCount).Section("Global").ToArray();
}
