using Decentral.Pipeline.Planning;

namespace Decentral.Pipeline.Tests.Planning;

/// <summary>What is found where not all orders are looked at, against what is where they are.</summary>
public sealed class LocalOrdersTests
{
    [Fact]
    public void Solve_AnySmallInstance_IsNearTheOptimumAndFitsWhereAnythingDoes()
    {
        var ratios = new List<double>();
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var costs = Worlds.AnyModel(random, 4 + random.Next(5));
            var members = Worlds.AnyMembers(random, 4 + random.Next(2), kinds: 5);
            var options = Worlds.AnyOptions(random);
            var stages = 2 + random.Next(3);
            var optimum = Exhaustive.Bottleneck(costs, members, options, stages);

            var order = new LocalOrders(costs, members, options).Solve(stages);

            var found = Exhaustive.InOrder(costs, order, options);
            if (double.IsFinite(optimum))
            {
                ratios.Add(found / optimum);
            }
        }

        Assert.InRange(ratios.Average(), 1 - 1e-9, 1.001);
        Assert.InRange(ratios.Max(), 1 - 1e-9, 1.05);
    }

    [Fact]
    public void Plan_ManyDifferentMembers_IsFoundByLooking()
    {
        var random = new Random(5);
        var costs = Worlds.EvenModel(32, boundaryBytes: 5);
        PipelineMember[] members = [.. Worlds.AnyMembers(random, 16, kinds: 16).Select(member => member with { Memory = 2_000 })];

        var outcome = StagePlanner.Plan(costs, members, new PlanOptions { Microbatches = 8, Stages = 16 });

        Assert.True(outcome.IsPossible, $"{outcome.Problem}");
    }
}
