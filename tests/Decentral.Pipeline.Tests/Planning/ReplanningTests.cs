using System.Collections.Immutable;
using Decentral.Pipeline.Planning;

namespace Decentral.Pipeline.Tests.Planning;

public sealed class ReplanningTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly ModelCosts Costs = Worlds.EvenModel(12);

    private static readonly PlanOptions Options = new() { Microbatches = 16, Stages = 2 };

    /// <summary>Twice as fast a member takes two layers of the other's six, of 100 bytes each, over links of 10 bytes a second.</summary>
    [Theory]
    [InlineData(100, true)]
    [InlineData(80, false)]
    public void Decide_ChangedSpeeds_MovesWhereItGainsTwiceItsCost(double seconds, bool moves)
    {
        var (before, now) = (Members(1, 1), Members(1, 2));
        var current = StagePlanner.PlanInOrder(Costs, before, Options).Plan!;
        var candidate = StagePlanner.PlanInOrder(Costs, now, Options).Plan!;

        var decision = Replanning.Decide(Costs, current, candidate, now, Until(seconds));

        Assert.Equal(2, decision.Moves.Length);
        Assert.Equal(200, decision.Bytes);
        Assert.Equal(20, decision.CostSeconds);
        // A step of 16 microbatches: 16 × 6 + 3 seconds now, and 16 × 4 + 4 then.
        Assert.Equal((1 - (68.0 / 99)) * seconds, decision.GainSeconds, 1e-9);
        Assert.Equal(moves && decision.GainSeconds > 40, decision.IsWorthIt);
    }

    [Fact]
    public void Decide_LongEnough_SaysWhatItGains()
    {
        var now = Members(1, 2);
        var current = StagePlanner.PlanInOrder(Costs, Members(1, 1), Options).Plan!;

        var decision = Replanning.Decide(Costs, current, StagePlanner.PlanInOrder(Costs, now, Options).Plan!, now, Until(1000));

        Assert.True(decision.IsWorthIt);
        Assert.Equal(
            "a step takes 99 s now and would take 68 s: moving 2 layers of 200 B gains 313.131 s within 1000 s, more than 2 times the 20 s that it costs",
            decision.Reason);
    }

    /// <summary>What moved for a gain does not move back for as large a loss of it: no thrash.</summary>
    [Fact]
    public void Decide_SpeedsThatGoUpAndDown_StaysWhereItIs()
    {
        var plan = StagePlanner.PlanInOrder(Costs, Members(10, 10), Options).Plan!;
        for (var turn = 0; turn < 10; turn++)
        {
            var now = Members(10, turn % 2 == 0 ? 11 : 9);
            var candidate = StagePlanner.PlanInOrder(Costs, now, Options).Plan!;

            Assert.False(Replanning.Decide(Costs, plan, candidate, now, Until(300)).IsWorthIt);
        }
    }

    [Fact]
    public void Decide_SamePlan_HasNothingToMove()
    {
        var members = Members(1, 1);
        var plan = StagePlanner.PlanInOrder(Costs, members, Options).Plan!;

        var decision = Replanning.Decide(Costs, plan, plan, members, Until(1e6));

        Assert.False(decision.IsWorthIt);
        Assert.Equal("every layer is where it would be", decision.Reason);
    }

    [Fact]
    public void Decide_NothingToGain_SaysSo()
    {
        var members = Members(1, 2);
        var good = StagePlanner.PlanInOrder(Costs, members, Options).Plan!;
        var bad = StagePlanner.PlanInOrder(Costs, Members(1, 1), Options).Plan!.With(Costs, members);

        var decision = Replanning.Decide(Costs, good, bad, members, Until(1e6));

        Assert.False(decision.IsWorthIt);
        Assert.EndsWith("there is nothing to gain", decision.Reason, Ordinal);
    }

    [Fact]
    public void Decide_MemberThatIsGone_MovesWhateverItCosts()
    {
        var members = Members(1, 1);
        var current = StagePlanner.PlanInOrder(Costs, members, Options).Plan!;
        ImmutableArray<PipelineMember> left = [members[0]];

        var decision = Replanning.Decide(
            Costs, current, StagePlanner.PlanInOrder(Costs, left, Options with { Stages = 1 }).Plan!, left, Until(0));

        Assert.True(decision.IsWorthIt);
        Assert.Equal(6, decision.Moves.Length);
        Assert.All(decision.Moves, move => Assert.Null(move.From));
        Assert.StartsWith("m1 had a stage and is gone: moving 6 layers of 600 B", decision.Reason, Ordinal);
    }

    private static ReplanOptions Until(double seconds) => new() { UntilNextChange = TimeSpan.FromSeconds(seconds) };

    private static ImmutableArray<PipelineMember> Members(params int[] speeds) =>
        [.. Worlds.WithSpeeds(speeds).Select(member => member with { Link = new MemberLink(10, TimeSpan.Zero) })];
}
