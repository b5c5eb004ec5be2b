using System.Collections.Immutable;
using Decentral.Pipeline.Planning;

namespace Decentral.Pipeline.Tests.Planning;

public sealed class ReplicaPlannerTests
{
    /// <summary>A stage's replicas are in one group wherever the sizes of groups allow it.</summary>
    [Fact]
    public void Place_AnyGroups_SpreadsNoMoreStagesThanItMust()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var members = Worlds.AnyMembers(random, 1 + random.Next(16), kinds: 6);
            var replicas = 1 + random.Next(members.Length);
            var stages = 1 + random.Next(members.Length / replicas);
            var whole = members.Where(member => member.Group is not null).GroupBy(member => member.Group).Sum(group => group.Count() / replicas)
                + (replicas == 1 ? members.Count(member => member.Group is null) : 0);

            var grid = ReplicaGrid.Place(members, stages, replicas);

            Assert.Equal(Math.Max(0, stages - whole), grid.Spread);
            Assert.Equal(stages, grid.Stages.Length);
            Assert.All(grid.Stages, stage => Assert.Equal(replicas, stage.Length));
            Assert.Distinct(grid.Stages.SelectMany(stage => stage.Select(member => member.Name)));
        }
    }

    /// <summary>Two clusters of four with a slow link between them: reductions stay in a cluster, activations cross once.</summary>
    [Fact]
    public void Choose_TwoClusters_ReducesInsideAndHandsOverAcross()
    {
        var members = Clusters(4, 4);

        var plan = ReplicaPlanner.Plan(
            Worlds.EvenModel(8, stateBytes: 1_000_000, boundaryBytes: 1_000), members, replicas: 4, new PlanOptions { Microbatches = 8, Stages = 2 }, new())!;

        Assert.All(plan.Stages, stage => Assert.Single(stage.Select(member => member.Group).Distinct()));
        Assert.NotEqual(plan.Stages[0][0].Group, plan.Stages[1][0].Group);
        // A ring of 6 turns, each with a quarter of a quarter of 4 MB over 100 MB/s.
        Assert.Equal(6 * 250_000 / 1e8, plan.ReductionSeconds, 1e-9);
    }

    [Fact]
    public void Choose_ModelThatFitsOneMember_HasReplicasAlone()
    {
        var plan = ReplicaPlanner.Choose(
            Worlds.EvenModel(8, stateBytes: 4, boundaryBytes: 1_000_000), Clusters(2, 2), new PlanOptions { Microbatches = 4 }, new())!;

        Assert.Equal((1, 4), (plan.Plan.Stages.Length, plan.Replicas));
    }

    /// <summary>Where reductions are dear and boundaries cheap, stages cross the slow link and replicas do not.</summary>
    [Fact]
    public void Choose_DearReductions_TakesAStageForEachCluster()
    {
        var costs = Worlds.EvenModel(8, stateBytes: 40_000_000, boundaryBytes: 1_000);

        var plan = ReplicaPlanner.Choose(costs, Clusters(2, 2), new PlanOptions { Microbatches = 64 }, new())!;

        Assert.Equal((2, 2), (plan.Plan.Stages.Length, plan.Replicas));
        Assert.All(plan.Stages, stage => Assert.Single(stage.Select(member => member.Group).Distinct()));
    }

    [Fact]
    public void Plan_StageOfUnequalReplicas_IsAsSlowAsTheSlowest()
    {
        var members = Worlds.WithSpeeds(4, 1, 4, 1);

        var plan = ReplicaPlanner.Plan(Worlds.EvenModel(6), members, replicas: 2, new PlanOptions { Microbatches = 8, Stages = 2 }, new())!;

        Assert.Equal([1.0, 1.0], plan.Plan.Stages.Select(stage => stage.Member.Speed));
    }

    private static ImmutableArray<PipelineMember> Clusters(params int[] sizes) =>
    [
        .. sizes.SelectMany((size, group) => Enumerable.Range(0, size).Select(i => new PipelineMember
        {
            Name = $"{group}-{i}",
            Group = group,
            Link = new MemberLink(1e6, TimeSpan.FromMilliseconds(1)),
            GroupLink = new MemberLink(1e8, TimeSpan.Zero),
        })),
    ];
}
