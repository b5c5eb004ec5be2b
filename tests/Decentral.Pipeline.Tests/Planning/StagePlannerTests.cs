using System.Collections.Immutable;
using Decentral.Models.Decoders;
using Decentral.Pipeline.Planning;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Planning;

public sealed class StagePlannerTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Fact]
    public void PlanInOrder_AnySmallInstance_IsTheOptimum() => Trials(400, (random, costs) =>
    {
        var members = Worlds.AnyMembers(random, 1 + random.Next(5), kinds: 5);
        var options = Worlds.AnyOptions(random);

        var outcome = StagePlanner.PlanInOrder(costs, members, options);

        AssertSeconds(Exhaustive.InOrder(costs, members, options), outcome);
    });

    [Fact]
    public void Plan_AnySmallInstance_IsTheOptimumOverAllOrders() => Trials(300, (random, costs) =>
    {
        var members = Worlds.AnyMembers(random, 1 + random.Next(5), kinds: 1 + random.Next(4));
        var options = Worlds.AnyOptions(random, stages: 1 + random.Next(members.Length));

        var outcome = StagePlanner.Plan(costs, members, options);

        AssertSeconds(Exhaustive.Bottleneck(costs, members, options, options.Stages!.Value), outcome);
    });

    [Fact]
    public void PlanInOrder_Twins_IsTheOptimumWithEqualPairs() => Trials(200, (random, costs) =>
    {
        var members = Worlds.AnyMembers(random, 4 + random.Next(2), kinds: 5);
        var options = Worlds.AnyOptions(random) with { HasTwins = true };

        var outcome = StagePlanner.PlanInOrder(costs, members, options);

        AssertSeconds(Exhaustive.InOrder(costs, members, options), outcome);
        if (outcome.IsPossible)
        {
            var layers = outcome.Plan.Stages.Select(stage => stage.Layers).ToArray();
            Assert.Equal(layers[0], layers[1]);
            Assert.Equal(layers[^1], layers[^2]);
            Assert.True(PlanTimeline.Of(outcome.Plan, costs, outputSlots: options.Microbatches).IsComplete);
        }
    });

    [Fact]
    public void Plan_AnyInstance_CoversAllLayersWithinMemory() => Trials(300, (random, costs) =>
    {
        var members = Worlds.AnyMembers(random, 1 + random.Next(8), kinds: 8);
        var outcome = StagePlanner.Plan(costs, members, Worlds.AnyOptions(random));

        if (outcome.IsPossible)
        {
            var ranges = outcome.Plan.Stages.SelectMany(stage => stage.Chunks).ToArray();
            Assert.Equal(0, ranges[0].First);
            Assert.Equal(costs.Layers.Length, ranges[^1].End);
            Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.First));
            Assert.All(ranges, range => Assert.NotEqual(0, range.Count));
            Assert.All(outcome.Plan.Stages, stage => Assert.InRange(stage.MemoryBytes, 0, stage.Member.Memory));
            Assert.Distinct(outcome.Plan.Stages.Select(stage => stage.Member.Name));
        }
    });

    /// <summary>Speeds 1:1:2:4 have 8 between them; a fourth of the layers takes the slow ones twice as long as their share.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Plan_UnequalSpeeds_IsFasterThanTheEqualSplit(int layers)
    {
        var (costs, members) = (Worlds.EvenModel(layers), Worlds.WithSpeeds(1, 1, 2, 4));
        var options = new PlanOptions { Microbatches = 32, Stages = 4 };
        var equal = StagePlan.Of(costs, members, [.. Enumerable.Range(0, 4).Select(i => new LayerRange(i * layers / 4, (i + 1) * layers / 4))], options);

        var plan = StagePlanner.Plan(costs, members, options).Plan!;

        Assert.Equal([layers / 8, layers / 8, layers / 4, layers / 2], plan.Stages.OrderBy(stage => stage.Member.Name).Select(stage => stage.Layers));
        Assert.Equal(layers / 8.0, plan.BottleneckSeconds, 1e-9);
        Assert.InRange(PlanTimeline.Of(equal, costs).Makespan / PlanTimeline.Of(plan, costs).Makespan, 1.5, 2);
    }

    [Fact]
    public void Plan_MemberThatOnlyHindersStaysOut()
    {
        var slow = new PipelineMember { Name = "far", Speed = 0.01, Link = new MemberLink(1, TimeSpan.FromSeconds(5)) };

        var plan = StagePlanner.Plan(
            Worlds.EvenModel(12, boundaryBytes: 10), [slow, .. Worlds.WithSpeeds(2, 2)], new PlanOptions { Microbatches = 8 }).Plan!;

        Assert.DoesNotContain(plan.Stages, stage => stage.Member.Name == "far");
    }

    [Fact]
    public void Plan_Memory_GoesBeforeSpeed()
    {
        PipelineMember fast = new() { Name = "fast", Speed = 100, Memory = 330 };
        PipelineMember roomy = new() { Name = "roomy", Speed = 1, Memory = 1000 };

        var plan = StagePlanner.Plan(Worlds.EvenModel(8), [fast, roomy], new PlanOptions { Microbatches = 1 }).Plan!;

        Assert.Equal(3, plan.Stages.Single(stage => stage.Member == fast).Layers);
    }

    /// <summary>Members of the first stages hold more microbatches, and so the roomier ones are there.</summary>
    [Fact]
    public void Plan_OneForwardOneBackward_PutsRoomyMembersFirst()
    {
        var costs = Worlds.EvenModel(4, stateBytes: 0, activationBytes: 10);

        var plan = StagePlanner.Plan(costs, Worlds.WithMemories(10, 20, 40, 30), new PlanOptions { Microbatches = 8, Stages = 4 }).Plan!;

        Assert.Equal([40, 30, 20, 10], plan.Stages.Select(stage => stage.MemoryBytes));
    }

    [Fact]
    public void Plan_SlowLinks_KeepNeighboursInTheirGroups()
    {
        ImmutableArray<PipelineMember> members =
        [
            .. Enumerable.Range(0, 6).Select(i => new PipelineMember
            {
                Name = $"m{i}",
                Group = i % 2,
                Link = new MemberLink(10, TimeSpan.Zero),
                GroupLink = new MemberLink(1000, TimeSpan.Zero),
            }),
        ];

        var plan = StagePlanner.Plan(Worlds.EvenModel(12, boundaryBytes: 100), members, new PlanOptions { Microbatches = 8, Stages = 6 }).Plan!;

        var groups = plan.Stages.Select(stage => stage.Member.Group).ToArray();
        Assert.Equal(1, groups.Zip(groups.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    [Theory]
    [InlineData(5, 4, 8, "5 stages need as many layers, but the model has 4: the nearest plan that works has 4 stages with 8 microbatches.")]
    [InlineData(3, 9, 2, "3 stages need as many members, but there are 2: the nearest plan that works has 2 stages with 8 microbatches.")]
    public void Plan_TooManyStages_NamesTheNearest(int stages, int layers, int members, string expected)
    {
        var outcome = StagePlanner.Plan(
            Worlds.EvenModel(layers), Worlds.WithSpeeds([.. Enumerable.Repeat(1, members)]), new PlanOptions { Microbatches = 8, Stages = stages });

        Assert.Equal(expected, outcome.Problem!.ToString());
        Assert.NotNull(outcome.Problem.Nearest);
    }

    [Fact]
    public void Plan_LayerThatFitsNowhere_IsNamed()
    {
        var layers = Worlds.EvenModel(4).Layers.SetItem(2, new LayerCost(1, 2, 3_000, 0));

        var outcome = StagePlanner.Plan(
            new ModelCosts(layers, default, default, 0), Worlds.WithMemories(2_000, 2_500), new PlanOptions { Microbatches = 2, Stages = 2 });

        Assert.Equal("Layer 2 takes 3 kB, and fits no member: m1 has the most, 2.5 kB.", outcome.Problem!.ToString());
    }

    [Fact]
    public void Plan_HeadThatMakesTheLastLayerTooLarge_IsNamedWithIt()
    {
        var costs = new ModelCosts(Worlds.EvenModel(2).Layers, default, new LayerCost(0, 0, 5_000, 0), 0);

        var outcome = StagePlanner.Plan(costs, Worlds.WithMemories(900), new PlanOptions { Microbatches = 2 });

        Assert.StartsWith("Layer 1 with the head takes 5.11 kB, and fits no member", $"{outcome.Problem}", Ordinal);
    }

    [Fact]
    public void Plan_TooLittleMemoryForSoManyStages_NamesANumberThatWorks()
    {
        var outcome = StagePlanner.Plan(Worlds.EvenModel(6), Worlds.WithMemories(500, 500, 500), new PlanOptions { Microbatches = 2, Stages = 1 });

        Assert.Contains("no cut into 1 stage leaves each within its memory, which is 1.5 kB in all", $"{outcome.Problem}", Ordinal);
        Assert.Contains("the nearest plan that works has 2 stages", $"{outcome.Problem}", Ordinal);
    }

    [Fact]
    public void Plan_GpipeThatHoldsTooMuch_NamesTheScheduleThatHoldsLess()
    {
        var outcome = StagePlanner.Plan(
            Worlds.EvenModel(2, stateBytes: 0), Worlds.WithMemories(20, 20),
            new PlanOptions { Microbatches = 8, Stages = 2, Schedule = PipelineScheduleKind.Gpipe });

        Assert.Equal(PipelineScheduleKind.OneForwardOneBackward, outcome.Problem!.Nearest!.Options.Schedule);
        Assert.EndsWith("2 stages with 8 microbatches, one forward and one backward by turns.", $"{outcome.Problem}", Ordinal);
    }

    [Theory]
    [InlineData(3, 1, "need 4 stages, but there are 3")]
    [InlineData(4, 2, "have one chunk each, but these have 2")]
    public void Plan_TwinsThatCannotBe_AreTold(int stages, int chunks, string expected)
    {
        var outcome = StagePlanner.Plan(Worlds.EvenModel(8), Worlds.WithSpeeds(1, 1, 1, 1), new PlanOptions
        {
            Microbatches = 8,
            Stages = stages,
            Chunks = chunks,
            HasTwins = true,
            Schedule = chunks > 1 ? PipelineScheduleKind.Interleaved : PipelineScheduleKind.OneForwardOneBackward,
        });

        Assert.Contains(expected, $"{outcome.Problem}", Ordinal);
    }

    [Fact]
    public void Plan_Interleaved_GivesEachMemberChunksByTurns()
    {
        var plan = StagePlanner.Plan(
            Worlds.EvenModel(8), Worlds.WithSpeeds(1, 1),
            new PlanOptions { Microbatches = 4, Stages = 2, Chunks = 2, Schedule = PipelineScheduleKind.Interleaved }).Plan!;

        Assert.Equal([new LayerRange(0, 2), new LayerRange(4, 6)], plan.Stages[0].Chunks);
        Assert.Equal([new LayerRange(2, 4), new LayerRange(6, 8)], plan.Stages[1].Chunks);
        Assert.Equal(plan.StepSeconds, PlanTimeline.Of(plan, Worlds.EvenModel(8)).Makespan, 1e-9);
    }

    /// <summary>The last chunk hands over nothing, and has no more layers for that.</summary>
    [Fact]
    public void Plan_InterleavedOverSlowLinks_IsStillEven()
    {
        var plan = StagePlanner.Plan(
            Worlds.EvenModel(8, boundaryBytes: 100),
            [.. Worlds.WithSpeeds(1, 1).Select(member => member with { Link = new MemberLink(10, TimeSpan.Zero) })],
            new PlanOptions { Microbatches = 4, Stages = 2, Chunks = 2, Schedule = PipelineScheduleKind.Interleaved }).Plan!;

        Assert.Equal([4, 4], plan.Stages.Select(stage => stage.Layers));
    }

    [Fact]
    public void Plan_SameInput_IsTheSamePlan() => Trials(20, (random, costs) =>
    {
        var members = Worlds.AnyMembers(random, 8, kinds: 8);
        var options = Worlds.AnyOptions(random);

        Assert.Equal(Written(StagePlanner.Plan(costs, members, options)), Written(StagePlanner.Plan(costs, members, options)));

        static string Written(PlanOutcome outcome) => outcome.IsPossible
            ? string.Join("; ", outcome.Plan.Stages.Select(stage => $"{stage.Member.Name}: {stage.Chunks[0]}"))
            : $"{outcome.Problem}";
    });

    /// <summary>Stages that differ wait for each other a little in other places than the slowest.</summary>
    [Fact]
    public void StepSeconds_UnequalStages_IsNearTheTimelines()
    {
        var ratios = new List<double>();
        Trials(300, (random, costs) =>
        {
            var plan = StagePlanner.Plan(costs, Worlds.AnyMembers(random, 1 + random.Next(5), kinds: 5), Worlds.AnyOptions(random)).Plan;
            if (plan is not null)
            {
                ratios.Add(PlanTimeline.Of(plan, costs).Makespan / plan.StepSeconds);
            }
        });

        Assert.InRange(ratios.Average(), 0.9, 1.02);
        Assert.All(ratios, ratio => Assert.InRange(ratio, 0.5, 1.1));
    }

    [Theory]
    [InlineData("m0 m0")]
    [InlineData("")]
    public void Plan_MembersWithoutNamesOfTheirOwn_AreRefused(string names) => Assert.ThrowsAny<ArgumentException>(() => StagePlanner.Plan(
        Worlds.EvenModel(4),
        [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new PipelineMember { Name = name })],
        new PlanOptions { Microbatches = 1 }));

    private static void Trials(int count, Action<Random, ModelCosts> trial)
    {
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            trial(random, Worlds.AnyModel(random, 1 + random.Next(8)));
        }
    }

    private static void AssertSeconds(double expected, PlanOutcome outcome)
    {
        Assert.Equal(double.IsFinite(expected), outcome.IsPossible);
        if (outcome.IsPossible)
        {
            Assert.Equal(1, outcome.Plan.BottleneckSeconds / expected, 1e-9);
        }
    }
}
