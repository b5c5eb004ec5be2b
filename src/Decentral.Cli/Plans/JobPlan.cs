using Decentral.Cli.Estimates;
using Decentral.Cli.Hosting;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Pipeline.Planning;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Composition;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Plans;

/// <summary>A job's model, cut into stages.</summary>
/// <param name="Job">The job.</param>
/// <param name="Parameters">Of its model.</param>
/// <param name="SequencesPerMicrobatch">Of a microbatch.</param>
/// <param name="Costs">Of a microbatch, by layer.</param>
/// <param name="Plan">Who has which layers.</param>
/// <param name="Timeline">Of a step, in seconds.</param>
/// <param name="Book">What becomes of it as members are lost.</param>
internal sealed record JobPlan(
    Job Job, long Parameters, int SequencesPerMicrobatch, ModelCosts Costs, StagePlan Plan, Timeline Timeline, PlanBook Book)
{
    /// <summary>Parameters and their gradients.</summary>
    private const int ValuesBesideMoments = 2;

    /// <summary>Share of the stages' time in which they do nothing, were all equal and transfers none.</summary>
    public double BubbleOfEqualStages => Bubble.Rate(Plan.Schedule, Costs.All.ForwardSeconds, Costs.All.BackwardSeconds);

    /// <summary>The same of the stages as they are.</summary>
    public double BubbleOnTimeline => 1 - (Timeline.Busy.Sum() / (Timeline.Makespan * Timeline.Busy.Length));

    /// <summary>What a stage sends on of a microbatch: activations, once for each of its chunks but the model's last.</summary>
    public long BytesOn(int stage) => CrossingBytes(stage, chunk => chunk.End < Costs.Layers.Length);

    /// <summary>What it sends back: gradients, once for each of its chunks but the model's first.</summary>
    public long BytesBack(int stage) => CrossingBytes(stage, chunk => chunk.First > 0);

    private long CrossingBytes(int stage, Func<LayerRange, bool> crosses) =>
        Plan.Stages.Length == 1 ? 0 : Plan.Stages[stage].Chunks.Count(crosses) * Costs.BoundaryBytes;

    /// <summary>Makes it.</summary>
    /// <exception cref="MistakeException">What was asked for cannot be; the message says what can.</exception>
    public static JobPlan Make(Job job, PlanRequest request)
    {
        var composition = new JobComposition(job, UnreadData.FactsOf(job));
        var decoder = composition.Decoder();
        var optimizer = composition.Optimizer();
        var options = OptionsFor(job, request, decoder.Layers);
        var sequences = SequencesOf(job) / options.Microbatches;
        var costs = DecoderCosts.Of(decoder, sequences, request.OperationsPerSecond, StateBytes);
        var outcome = StagePlanner.Plan(costs, request.Members, options);
        return outcome.IsPossible
            ? new JobPlan(
                job,
                DecoderParameters.LayOut(decoder).ElementCount,
                sequences,
                costs,
                outcome.Plan,
                PlanTimeline.Of(outcome.Plan, costs),
                new PlanBook(costs, request.Members, options))
            : throw new MistakeException(outcome.Problem.ToString());

        long StateBytes(ArenaEntry tensor) =>
            tensor.Range.Length * sizeof(float) * (ValuesBesideMoments + OptimizerMoments.PerValue(optimizer, tensor));
    }

    private static PlanOptions OptionsFor(Job job, PlanRequest request, int layers)
    {
        var sequences = SequencesOf(job);
        var options = new PlanOptions
        {
            Schedule = request.Schedule,
            Microbatches = request.Microbatches ?? sequences,
            Chunks = request.Chunks,
            Stages = request.Stages,
        };
        var schedule = options.ScheduleFor(request.Stages ?? 1);
        return schedule.Check(layers) is { } problem && problem.Nearest with { Microbatches = schedule.Microbatches } != schedule
            ? throw new MistakeException(problem.ToString())
            : Divides(sequences, schedule) ? options
            : throw new MistakeException(Undivided(job, schedule));
    }

    private static bool Divides(int sequences, ScheduleOptions schedule) =>
        schedule.Check() is null && sequences % schedule.Microbatches == 0;

    private static string Undivided(Job job, ScheduleOptions schedule)
    {
        var sequences = SequencesOf(job);
        var nearest = Enumerable.Range(1, sequences)
            .Where(count => Divides(sequences, schedule with { Microbatches = count }))
            .OrderBy(count => Math.Abs(count - schedule.Microbatches))
            .FirstOrDefault();
        return $"--microbatches: expected a divisor of the {sequences} sequences of a step (inner.batch {job.Inner.Batch}, "
            + $"inner.accumulation {job.Inner.Accumulation})"
            + (schedule.Kind == PipelineScheduleKind.Interleaved ? $" that is a multiple of the {schedule.Stages} stages" : "")
            + $", found {schedule.Microbatches}; "
            + (nearest == 0 ? "there is none: set inner.batch or inner.accumulation to make one" : $"the nearest is {nearest}");
    }

    private static int SequencesOf(Job job) => checked(job.Inner.Batch * job.Inner.Accumulation);
}
