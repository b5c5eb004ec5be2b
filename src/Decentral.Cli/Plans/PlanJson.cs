using System.Text.Json;
using Decentral.Cli.Presentation;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Plans;

/// <summary>How a model is cut into stages, for a program.</summary>
internal static class PlanJson
{
    public static string Write(JobPlan plan) => SummaryJson.Write(json =>
    {
        var schedule = plan.Plan.Schedule;
        json.WriteString("job", plan.Job.Name);
        json.WriteNumber("parameters", plan.Parameters);
        json.WriteNumber("layers", plan.Costs.Layers.Length);
        json.WriteString("schedule", ChoiceName.Of(schedule.Kind));
        json.WriteNumber("microbatches", schedule.Microbatches);
        json.WriteNumber("sequencesPerMicrobatch", plan.SequencesPerMicrobatch);
        json.WriteNumber("chunks", schedule.Chunks);
        json.WriteNumber("stepSeconds", plan.Timeline.Makespan);
        json.WriteNumber("stepSecondsByBottleneck", plan.Plan.StepSeconds);
        json.WriteNumber("tokensPerStep", plan.Job.TokensPerStep);
        json.WriteNumber("bottleneckStage", plan.Plan.BottleneckStage);
        json.WriteNumber("bottleneckSeconds", plan.Plan.BottleneckSeconds);
        json.WriteNumber("bubbleOfEqualStages", plan.BubbleOfEqualStages);
        json.WriteNumber("bubbleOnTimeline", plan.BubbleOnTimeline);
        json.WriteNumber("boundaryBytes", plan.Costs.BoundaryBytes);
        json.WriteNumber("membersThatMayBeLost", plan.Book.MayBeLost);
        json.WriteNumber("plansMadeAhead", plan.Book.Prepared);
        json.WriteStartArray("stages");
        for (var stage = 0; stage < plan.Plan.Stages.Length; stage++)
        {
            WriteStage(json, plan, stage);
        }

        json.WriteEndArray();
    });

    private static void WriteStage(Utf8JsonWriter json, JobPlan plan, int stage)
    {
        var planned = plan.Plan.Stages[stage];
        json.WriteStartObject();
        json.WriteString("member", planned.Member.Name);
        json.WriteNumber("speed", planned.Member.Speed);
        json.WriteStartArray("layers");
        foreach (var chunk in planned.Chunks)
        {
            json.WriteStartArray();
            json.WriteNumberValue(chunk.First);
            json.WriteNumberValue(chunk.End);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("computeSeconds", planned.ComputeSeconds);
        json.WriteNumber("handOverSeconds", planned.HandOverSeconds);
        json.WriteNumber("memoryBytes", planned.MemoryBytes);
        json.WriteNumber("microbatchesHeld", planned.Held);
        json.WriteNumber("idle", plan.Timeline.BubbleOf(stage));
        json.WriteNumber("bytesOn", plan.BytesOn(stage));
        json.WriteNumber("bytesBack", plan.BytesBack(stage));
        json.WriteEndObject();
    }
}
