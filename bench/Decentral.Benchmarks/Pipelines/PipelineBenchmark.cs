using System.Globalization;
using Decentral.Actors.Local.Compute;
using Decentral.Benchmarks.Measuring;
using Decentral.Benchmarks.Training;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Stages;
using Decentral.Pipeline.Schedules;
using Decentral.Torch;
using Decentral.Training.Jobs;

namespace Decentral.Benchmarks.Pipelines;

/// <summary>
/// Pipelines in one process. Bubbles by lanes that take their time and no core; what the arithmetic costs beside that of the whole model, and
/// what copies of each step's state add, by processor time.
/// </summary>
internal static class PipelineBenchmark
{
    private const int StepsPerTurn = 4;
    private const int SamplesPerMicrobatch = 2;
    private static readonly TimeSpan Forward = TimeSpan.FromMilliseconds(20);

    /// <summary>The first and the last stage have 4.2 M parameters each: 50 MB of state.</summary>
    private static readonly ChainOptions HeavyEnds = new() { Layers = 4, Width = 4096, Vocabulary = 1024 };

    private static readonly ScheduleOptions[] Schedules =
    [
        new() { Kind = PipelineScheduleKind.Gpipe, Stages = 4, Microbatches = 8 },
        new() { Kind = PipelineScheduleKind.OneForwardOneBackward, Stages = 4, Microbatches = 8 },
        new() { Kind = PipelineScheduleKind.OneForwardOneBackward, Stages = 8, Microbatches = 16 },
        new() { Kind = PipelineScheduleKind.Interleaved, Stages = 4, Microbatches = 8, Chunks = 2 },
    ];

    /// <param name="turns">How often each is measured.</param>
    public static IEnumerable<string> Run(int turns)
    {
        yield return Bubbles(turns);
        yield return Stalls(turns);
        yield return Arithmetic(turns);
    }

    private static string Bubbles(int turns)
    {
        var table = new MarkdownTable("schedule", "step, ms", "bubble, ms", "closed form, ms", "bubble / closed form (95 %)");
        foreach (var schedule in Schedules)
        {
            var chain = new ChainOptions { Layers = schedule.AllChunks };

            // A forward pass of a whole stage takes as long whatever its chunks, and a backward pass twice that.
            var lanes = Enumerable.Range(0, schedule.Stages).Select(_ => new TimedLane(Forward / schedule.Chunks)).ToArray();
            var pipeline = new LocalPipeline(
                () => new StagedChain(chain, new AdamWOptions(), seed: 1), schedule, lanes, context: 2, samples: 1, BuddyKind.None);
            var contender = Contender.InProcess("step", StepsPerTurn, () => pipeline.Run(StepsPerTurn));
            contender.Measure();
            var runs = Enumerable.Range(0, turns).Select(_ => contender.Measure()).ToArray();
            AddBubble(table, schedule, runs);
            pipeline.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Array.ForEach(lanes, lane => lane.Dispose());
        }

        return table.ToString();
    }

    private static void AddBubble(MarkdownTable table, ScheduleOptions schedule, Measurement[] runs)
    {
        var (forward, backward) = (Forward.TotalMilliseconds, 2 * Forward.TotalMilliseconds);
        var work = schedule.Microbatches * (forward + backward);
        var expected = Bubble.Time(schedule, forward, backward);
        var steps = runs.Select(run => run.Wall.TotalMilliseconds / run.Operations).ToArray();
        table.Add(
            $"{schedule.Kind}, {schedule}",
            Estimate.Of(steps).ToText("0.0"),
            Estimate.Of(steps.Select(step => step - work)).ToText("0.0"),
            expected.ToString("0.0", CultureInfo.InvariantCulture),
            Estimate.Of(steps.Select(step => (step - work) / expected)).ToText("0.000"));
    }

    /// <summary>What copies of each step's state keep a pipeline from: its passes take their time and no core, its state is that of a real model.</summary>
    private static string Stalls(int turns)
    {
        var table = new MarkdownTable("a copy of each step's state", "step, ms", "against none (95 %)");
        foreach (var isBeside in new[] { false, true })
        {
            var schedule = new ScheduleOptions { Stages = 4, Microbatches = 8 };
            var lanes = Enumerable.Range(0, 2 * schedule.Stages).Select(_ => new TimedLane(Forward)).ToArray();
            using var copying = new ComputeLanes(new ComputeLanesOptions { Count = 1 });
            var pipelines = new[]
            {
                Heavy(lanes[..schedule.Stages], BuddyKind.Copy, isBeside ? copying : null),
                Heavy(lanes[schedule.Stages..], BuddyKind.None, null),
            };
            var pairs = Pairs.Measure(
                Contender.InProcess("copies", StepsPerTurn, () => pipelines[0].Run(StepsPerTurn)),
                Contender.InProcess("none", StepsPerTurn, () => pipelines[1].Run(StepsPerTurn)),
                turns);
            static double Step(Measurement run) => run.Wall.TotalMilliseconds / run.Operations;
            table.Add(
                isBeside ? "beside the passes" : "between the passes",
                Estimate.Of(pairs.First.Select(Step)).ToText("0.0"),
                pairs.Ratio(Step).ToText("0.0000"));
            Array.ForEach(pipelines, pipeline => pipeline.DisposeAsync().AsTask().GetAwaiter().GetResult());
            Array.ForEach(lanes, lane => lane.Dispose());
        }

        return table.ToString();

        LocalPipeline Heavy(TimedLane[] lanes, BuddyKind buddy, ComputeLanes? copying) => new(
            () => new StagedChain(HeavyEnds, new AdamWOptions(), seed: 1),
            new ScheduleOptions { Stages = 4, Microbatches = 8 },
            lanes,
            context: 2,
            samples: 1,
            buddy,
            copying is null ? null : [.. lanes.Select(_ => copying.CreateLane())]);
    }

    private static string Arithmetic(int turns)
    {
        var table = new MarkdownTable(
            "4 stages, 8 microbatches", "tokens/CPU s", "whole model, tokens/CPU s", "ratio (95 %)");
        foreach (var buddy in new[] { BuddyKind.None, BuddyKind.Copy })
        {
            Add(table, buddy, turns);
        }

        return table.ToString();
    }

    private static void Add(MarkdownTable table, BuddyKind buddy, int turns)
    {
        var schedule = new ScheduleOptions { Stages = 4, Microbatches = 8 };
        var tokens = StepsPerTurn * schedule.Microbatches * SamplesPerMicrobatch * TrainingShape.Model.Context;
        using var lanes = new ComputeLanes(new ComputeLanesOptions { ThreadStarted = _ => TorchSeam.SetLaneThreads(1) });
        var pipeline = new LocalPipeline(
            () => new StagedDecoder(TrainingShape.Model, new AdamWOptions(), seed: 1),
            schedule,
            [.. Enumerable.Range(0, schedule.Stages).Select(_ => lanes.CreateLane())],
            TrainingShape.Model.Context,
            SamplesPerMicrobatch,
            buddy);
        TorchSeam.SetLaneThreads(1);
        using IReplica whole = TrainingShape.CreateReplica();
        var batch = new TrainingShape(schedule.Microbatches * SamplesPerMicrobatch, Threads: 1).CreateBatch();
        var pairs = Pairs.Measure(
            Contender.InProcess("pipeline", tokens, () => pipeline.Run(StepsPerTurn)),
            Contender.InProcess("whole", tokens, () =>
            {
                for (var step = 0; step < StepsPerTurn; step++)
                {
                    whole.TrainStep(batch, TrainingShape.Step with { ForwardPasses = schedule.Microbatches });
                }
            }),
            turns);
        static double Rate(Measurement run) => run.Operations / run.Cpu.TotalSeconds;
        table.Add(
            buddy == BuddyKind.None ? "no copies" : "a copy of each step's state",
            Estimate.Of(pairs.First.Select(Rate)).ToText("N0"),
            Estimate.Of(pairs.Second.Select(Rate)).ToText("N0"),
            pairs.Ratio(Rate).ToText("0.000"));
        pipeline.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
