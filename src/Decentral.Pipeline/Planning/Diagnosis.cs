using Decentral.Models.Decoders;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Planning;

/// <summary>Says why members cannot have a model.</summary>
internal sealed class Diagnosis(ModelCosts costs, IReadOnlyList<PipelineMember> members, PlanOptions options)
{
    private int Layers => costs.Layers.Length;

    /// <summary>What is wrong, and what would work.</summary>
    public PlanProblem Explain()
    {
        var nearest = Nearest();
        return new PlanProblem(Objection(), nearest, nearest is null ? null : Describe(nearest));
    }

    private string Objection() => ScheduleObjection() ?? LayerThatFitsNowhere() ?? TooLittleInAll();

    private string TooLittleInAll()
    {
        var needed = Amounts.Bytes(costs.All.BytesHolding(1));
        var room = Amounts.Bytes(members.Sum(member => (double)member.Memory));
        return $"{Amounts.Count(Layers, "layer")} take {needed} with the activations of one microbatch, and no cut into "
            + $"{WantedStages} leaves each within its memory, which is {room} in all";
    }

    private string WantedStages => options.Stages is { } stages ? Amounts.Count(stages, "stage") : "stages";

    private string? ScheduleObjection()
    {
        if (options.ScheduleFor(options.Stages ?? 1).Check(Layers) is { } problem)
        {
            return problem.Objection;
        }

        if (options.Stages > members.Count)
        {
            return Amounts.Words($"{options.Stages} stages need as many members, but there are {members.Count}");
        }

        if (options.HasTwins && options.Chunks > 1)
        {
            return Amounts.Words($"Stages that swap places have one chunk each, but these have {options.Chunks}");
        }

        var stages = options.Stages ?? members.Count;
        return options.HasTwins && stages < PipelineRoutes.LeastSwappedStages
            ? Amounts.Words($"First and last stages that swap places need {PipelineRoutes.LeastSwappedStages} stages, but there are {stages}")
            : null;
    }

    /// <summary>The first layer that even a stage of its own has no room for.</summary>
    private string? LayerThatFitsNowhere()
    {
        var roomiest = members.MaxBy(member => member.Memory)!;
        for (var layer = 0; layer < Layers; layer++)
        {
            var needed = costs.Of(new LayerRange(layer, layer + 1)).BytesHolding(options.HeldBy(fromEnd: 1));
            if (needed > roomiest.Memory)
            {
                return Amounts.Words($"Layer {layer}{With(layer)} takes {Amounts.Bytes(needed)}, and fits no member: ")
                    + $"{roomiest.Name} has the most, {Amounts.Bytes(roomiest.Memory)}";
            }
        }

        return null;
    }

    private string With(int layer) => (layer == 0, layer == Layers - 1) switch
    {
        (true, true) => " with the embedding and the head",
        (true, false) => " with the embedding",
        (false, true) => " with the head",
        (false, false) => "",
    };

    /// <summary>Other numbers of stages, nearest first; then what holds fewer microbatches.</summary>
    private StagePlan? Nearest() =>
        Nearest(options with { Stages = null })
        ?? (options.Schedule == PipelineScheduleKind.Gpipe
            ? Nearest(options with { Stages = null, Schedule = PipelineScheduleKind.OneForwardOneBackward })
            : null);

    private StagePlan? Nearest(PlanOptions any) => StagePlanner.PlansByStages(costs, members, any)
        .MinBy(plan => Math.Abs(plan.Stages.Length - (options.Stages ?? members.Count)));

    private string Describe(StagePlan plan) =>
        plan.Options.Schedule == options.Schedule ? $"{plan.Schedule}" : $"{plan.Schedule}, one forward and one backward by turns";
}
