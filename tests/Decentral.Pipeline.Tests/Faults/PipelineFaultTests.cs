using Decentral.Actors;
using Decentral.Models.Optimizers;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Tests.Conducting;
using Decentral.Pipeline.Tests.Worlds;
using Decentral.Simulation.Faults;
using Decentral.Simulation.Randomness;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using System.Globalization;

namespace Decentral.Pipeline.Tests.Faults;

/// <summary>Whatever goes wrong in a pipeline with links that lose messages: each step counts once, and comes out as it would have.</summary>
public sealed class PipelineFaultTests
{
    private const int OrdinarySeeds = 500;

    /// <summary>The seed of a <c>--filter-trait Seed=N</c> on the command line; 0 when there is none.</summary>
    public static IEnumerable<TheoryDataRow<ulong>> AskedFor()
    {
        const string Prefix = "Seed=";
        var asked = Environment.GetCommandLineArgs().FirstOrDefault(word => word.StartsWith(Prefix, StringComparison.Ordinal));
        var seed = asked?[Prefix.Length..] ?? "0";
        yield return new TheoryDataRow<ulong>(ulong.Parse(seed, CultureInfo.InvariantCulture)).WithTrait("Seed", seed);
    }

    [Theory]
    [MemberData(nameof(AskedFor))]
    public void Run_SeedAskedFor_GoesOn(ulong seed) => Try(seed);

    [Fact]
    public void Run_FiveHundredSeeds_GoOnAndCountEachStepOnce()
    {
        var rungs = new HashSet<RecoveryRung?>();
        for (var seed = 1UL; seed <= OrdinarySeeds; seed++)
        {
            rungs.UnionWith(Try(seed).Forms.Select(form => form.Rung));
        }

        Assert.Contains(RecoveryRung.Replica, rungs);
        Assert.Contains(RecoveryRung.BuddyCopy, rungs);
        Assert.Contains(RecoveryRung.Neighbours, rungs);
    }

    private static SimulatedPipeline Try(ulong seed)
    {
        var world = Draw(seed);
        var pipeline = new SimulatedPipeline(world).Run(TimeSpan.FromHours(1));

        if (pipeline.Terms == 1)
        {
            LossTests.AssertEachStepOnce(pipeline);
        }

        var isExact = pipeline.Forms.All(form => form.Rung != RecoveryRung.Neighbours);
        if (isExact && !pipeline.IsLost && world.Neighbours != NeighbourKind.CheckFreePlus)
        {
            var undisturbed = new SimulatedPipeline(world with { Faults = new FaultPlan() }).Run();
            LossTests.AssertSameLosses(undisturbed, pipeline, 1e-4);
        }

        return pipeline;
    }

    private static PipelineWorld Draw(ulong seed)
    {
        var random = SeededRandom.For(seed, "pipeline");
        var stages = 1 + random.Below(5);
        var members = stages + random.Below(3);
        var chunks = random.Chance(0.3) ? 2 : 1;
        var world = new PipelineWorld
        {
            Seed = seed,
            Stages = stages,
            Members = members,
            Chunks = chunks,
            CopiesBeside = seed % 3 > 0,
            Schedule = chunks > 1 ? PipelineScheduleKind.Interleaved : random.Pick<PipelineScheduleKind>([PipelineScheduleKind.Gpipe, PipelineScheduleKind.OneForwardOneBackward]),
            Microbatches = stages * (1 + random.Below(2)),
            SamplesPerMicrobatch = 1 + random.Below(2),
            Steps = 4 + random.Below(8),
            Slots = 1 + random.Below(3),
            Model = new() { Layers = (stages * chunks) + random.Below(4), IsTied = random.Chance(0.3) },
            Optimizer = random.Chance(0.5) ? new AdamWOptions() : new SgdOptions(),
            Buddy = random.Chance(0.7) ? BuddyKind.Copy : BuddyKind.None,
            StepsPerCopy = 1 + random.Below(3),
            Neighbours = chunks > 1 ? NeighbourKind.None
                : random.Pick<NeighbourKind>([NeighbourKind.None, NeighbourKind.CheckFree, NeighbourKind.CheckFreePlus]),
            Patience = random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)),
        };
        var nodes = Enumerable.Range(0, members).Select(member => SimulatedPipeline.NameOf(new MemberId(member))).ToArray();
        return world with
        {
            Faults = FaultPlan.Draw(seed, new FaultPlanBounds
            {
                Nodes = random.Chance(0.3) ? [.. nodes, new NodeId("hub")] : nodes,
                Actors = [.. nodes.Select(node => (node, "host/stage-1"))],
                Kinds =
                [
                    FaultKind.CrashNode, FaultKind.CrashNode, FaultKind.FailActor, FaultKind.CutLink, FaultKind.IsolateNode,
                    FaultKind.SlowDevice, FaultKind.FreezeNode,
                ],
                MaxFaults = 4,
                Horizon = 100 + (int)(world.Steps * stages * world.Microbatches * 8),
                MaxDuration = TimeSpan.FromSeconds(8),
                DiskLossShare = 0,
            }),
        };
    }
}
