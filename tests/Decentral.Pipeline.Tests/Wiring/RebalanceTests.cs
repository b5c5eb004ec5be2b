using System.Collections.Immutable;
using Decentral.Pipeline.Wiring;

namespace Decentral.Pipeline.Tests.Wiring;

public sealed class RebalanceTests
{
    private static readonly RebalanceOptions Options = new();

    [Fact]
    public void Decide_UnevenStages_MovesTheLeastLoadedPeerOfTheLeastLoadedStage()
    {
        var decision = Decide(Stage(0, 4, 4), Stage(1, 1, 0.5, 3), Stage(2, 9, 9));

        Assert.Equal(new PeerMove(Peers.Peer("1-1"), 1, 2), decision.Move);
        Assert.Equal(
            "1-1/stage#1 goes from stage 1 to 2: the longer queue of stages 1 and 2 would go from 9 to 6 microbatches "
            + "a peer.",
            decision.Reason);
    }

    [Fact]
    public void Decide_EqualPeers_MovesTheFirstByAddress() =>
        Assert.Equal(Peers.Peer("0-0"), Decide(Stage(0, 1, 1, 1), Stage(1, 9)).Move!.Peer);

    [Theory]
    [InlineData(10, 5.1, false)]
    [InlineData(10, 4.4, true)]
    public void Decide_GainNearTheLeast_MovesOnlyAboveIt(double over, double under, bool moves)
    {
        // The source's queue a peer doubles: 10.2 or 8.8, against 10 before.
        var decision = Decide(Stage(0, under, under), Stage(1, over, over));

        Assert.Equal(moves, decision.Move is not null);
        Assert.Contains($"would go from 10 to {2 * under:0.#}", decision.Reason);
    }

    [Fact]
    public void Decide_SmallGain_StaysAndSaysWhatItWouldBe()
    {
        var decision = Decide(Stage(0, 4.8, 4.8), Stage(1, 10));

        Assert.Null(decision.Move);
        Assert.Equal(
            "All stay: the longer queue of stages 0 and 1 would go from 10 to 9.6 microbatches a peer, and a move must "
            + "save 0.1 of it.",
            decision.Reason);
    }

    [Fact]
    public void Decide_NothingToDo_Stays() => Assert.Null(Decide(Stage(0, 0, 0), Stage(1, 0, 0)).Move);

    [Fact]
    public void Decide_NoLeastGain_StillNeedsSome() => Assert.Null(
        Rebalance.Decide([Stage(0, 5, 5), Stage(1, 10)], null, Options with { LeastGain = 0 }).Move);

    [Fact]
    public void Decide_MovedNotLongAgo_Waits()
    {
        ImmutableArray<StageLoad> stages = [Stage(0, 0, 0, 0), Stage(1, 100)];

        var soon = Rebalance.Decide(stages, TimeSpan.FromSeconds(299), Options);
        var later = Rebalance.Decide(stages, TimeSpan.FromSeconds(300), Options);

        Assert.Equal(new(null, "All stay: the last move was 299 s ago, less than 300 s."), soon);
        Assert.NotNull(later.Move);
    }

    [Fact]
    public void Decide_StageWithNobody_IsServedAtOnce()
    {
        var decision = Rebalance.Decide([Stage(0, 9, 8), Stage(1)], TimeSpan.Zero, Options);

        Assert.Equal(new PeerMove(Peers.Peer("0-1"), 0, 1), decision.Move);
        Assert.Equal("0-1/stage#1 goes from stage 0 to 1: nobody serves stage 1.", decision.Reason);
    }

    [Fact]
    public void Decide_LeastLoadedStageHasOnePeer_TakesFromTheNext() =>
        Assert.Equal(2, Decide(Stage(0, 0), Stage(1, 50), Stage(2, 3, 3, 3)).Move!.From);

    [Fact]
    public void Decide_NobodyToSpare_SaysSo()
    {
        var expected = "No stage can spare a peer: each other than the most loaded has at most one.";

        Assert.Equal(new(null, expected), Decide(Stage(0, 0), Stage(1, 50), Stage(2)));
        Assert.Equal(new(null, expected), Decide(Stage(0, 1, 2)));
        Assert.Equal(new(null, expected), Decide());
    }

    /// <summary>Peers with the work of their stages shared alike: the moves end, and nobody moves to and fro.</summary>
    [Fact]
    public void Decide_UntilAllStay_EndsWithoutMovingBack()
    {
        var work = new[] { 3.0, 20, 7 };
        var counts = new[] { 10, 2, 3 };
        var moves = new List<(int From, int To)>();

        while (Decide([.. work.Select((load, stage) => Spread(stage, load, counts[stage]))]).Move is { } move)
        {
            counts[move.From]--;
            counts[move.To]++;
            moves.Add((move.From, move.To));
            Assert.True(moves.Count <= 15);
        }

        Assert.NotEmpty(moves);
        Assert.DoesNotContain(moves, move => moves.Contains((move.To, move.From)));
        Assert.True(counts[1] > counts[2] && counts[2] >= counts[0]);
    }

    private static RebalanceDecision Decide(params StageLoad[] stages) => Rebalance.Decide([.. stages], null, Options);

    private static StageLoad Spread(int stage, double work, int peers) =>
        Stage(stage, [.. Enumerable.Repeat(work / peers, peers)]);

    private static StageLoad Stage(int stage, params double[] queued) =>
        new(stage, [.. queued.Select((load, index) => new PeerLoad(Peers.Peer($"{stage}-{index}"), load))]);
}
