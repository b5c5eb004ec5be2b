using System.Collections.Immutable;
using Decentral.Models.Decoders;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Planning;

/// <summary>Who has which layers.</summary>
public sealed class StagePlan
{
    private StagePlan(PlanOptions options, ImmutableArray<PlannedStage> stages)
    {
        Options = options;
        Stages = stages;
        BottleneckStage = Enumerable.Range(0, stages.Length).MaxBy(stage => stages[stage].Seconds);
    }

    /// <summary>What it is for.</summary>
    public PlanOptions Options { get; }

    /// <summary>The stages in the order of the model.</summary>
    public ImmutableArray<PlannedStage> Stages { get; }

    /// <summary>The schedule of a step.</summary>
    public ScheduleOptions Schedule => Options.ScheduleFor(Stages.Length);

    /// <summary>The stage that all others wait for.</summary>
    public int BottleneckStage { get; }

    /// <summary>For which a microbatch occupies that stage.</summary>
    public double BottleneckSeconds => Stages[BottleneckStage].Seconds;

    /// <summary>
    /// What a step is expected to take: the first microbatch through all stages, of which it meets the chunks one by one, and each of
    /// the others a bottleneck later.
    /// </summary>
    public double StepSeconds =>
        (Options.Microbatches * BottleneckSeconds) + ((Stages.Sum(stage => stage.Seconds) - BottleneckSeconds) / Options.Chunks);

    /// <summary>The member that has a layer.</summary>
    public PipelineMember HolderOf(int layer) => Stages.First(stage => stage.Chunks.Any(chunk => chunk.Contains(layer))).Member;

    /// <summary>The same layers with what is now known of their holders.</summary>
    /// <param name="costs">Of the model.</param>
    /// <param name="members">Those who have a stage are found among them by name.</param>
    /// <exception cref="ArgumentException">One of them is not there.</exception>
    public StagePlan With(ModelCosts costs, IReadOnlyList<PipelineMember> members)
    {
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentNullException.ThrowIfNull(members);
        PipelineMember[] holders = [.. Stages.Select(stage => Find(members, stage.Member.Name))];
        return Of(costs, holders, [.. Stages.SelectMany(stage => stage.Chunks).OrderBy(chunk => chunk.First)], Options);
    }

    private static PipelineMember Find(IReadOnlyList<PipelineMember> members, string name) =>
        members.FirstOrDefault(member => member.Name == name)
        ?? throw new ArgumentException($"{name} has a stage, and is not among the members.", nameof(members));

    /// <summary>The same plan for members that are of the same kinds, stage by stage.</summary>
    internal StagePlan For(ImmutableArray<PipelineMember> members) =>
        new(Options, [.. Stages.Select((stage, i) => stage with { Member = members[i] })]);

    /// <param name="costs">Of the model.</param>
    /// <param name="members">One for each stage, in order.</param>
    /// <param name="ranges">The layers of each chunk, in the order of the model.</param>
    /// <param name="options">What the plan is for.</param>
    internal static StagePlan Of(
        ModelCosts costs, IReadOnlyList<PipelineMember> members, ImmutableArray<LayerRange> ranges, PlanOptions options)
    {
        var programs = PipelineSchedule.Build(options.ScheduleFor(members.Count));
        return new StagePlan(options, [.. members.Select((member, stage) => StageOf(member, programs[stage]))]);

        PlannedStage StageOf(PipelineMember member, StageProgram program)
        {
            ImmutableArray<int> chunks = [.. Enumerable.Range(0, options.Chunks).Select(own => program.Stage + (own * members.Count))];
            var next = members[(program.Stage + 1) % members.Count];
            var cost = chunks.Aggregate(default(LayerCost), (sum, chunk) => sum + costs.Of(ranges[chunk]));
            return new PlannedStage
            {
                Member = member,
                Chunks = [.. chunks.Select(chunk => ranges[chunk])],
                Cost = cost,
                HandOverSeconds = chunks.Count(chunk => chunk + 1 < ranges.Length) * StageSlots.HandOver(costs, member, next),
                Held = options.HasTwins ? options.HeldBy(members.Count) : (int)program.PeakBytes(_ => 1),
                MemoryBytes = options.HasTwins
                    ? cost.BytesHolding(options.HeldBy(members.Count))
                    : cost.StateBytes + program.PeakBytes(chunk => costs.Of(ranges[chunk]).ActivationBytes),
            };
        }
    }
}
