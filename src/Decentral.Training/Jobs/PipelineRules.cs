namespace Decentral.Training.Jobs;

/// <summary>Stages that a model can be cut into, passes that come out even, and losses that can be made good.</summary>
internal static class PipelineRules
{
    /// <summary>The fewest stages of which the first two and the last two are different ones.</summary>
    private const int LeastSwappedStages = 4;

    /// <summary>Stages to suggest to whom wants some.</summary>
    private const int AnyStages = 4;

    /// <summary>What a cut is changed by.</summary>
    private static readonly string[] CutPaths = ["pipeline.stages", "pipeline.chunks", "inner.accumulation"];

    public static IEnumerable<JobProblem> Check(Job job) => job.Pipeline.Stages == 0
        ? CheckFleet(job)
        : [.. CheckFleet(job), .. CheckCut(job), .. CheckCopies(job), .. CheckNeighbours(job)];

    /// <summary>For now a pipeline is alone, and who exchanges nothing is a pipeline.</summary>
    private static IEnumerable<JobProblem> CheckFleet(Job job)
    {
        var (stages, isAlone) = (job.Pipeline.Stages, job.Update.Kind == UpdateKind.None);
        if (isAlone && stages == 0)
        {
            yield return new JobProblem(
                "pipeline.stages", "at least 1 with update.kind none", "0",
                $"use pipeline.stages: {Math.Min(AnyStages, job.Model.Layers)}, or update.kind: pseudo-gradient",
                "who exchanges nothing trains alone, and several machines are one worker in a pipeline only");
        }

        if (isAlone && job.Workers > 1)
        {
            yield return new JobProblem(
                "workers", "1 with update.kind none", $"{job.Workers}", "use workers: 1",
                "workers that exchange nothing would each train a model of its own");
        }
        else if (stages > 0 && job.Workers > 1)
        {
            yield return new JobProblem(
                "workers", $"1 with pipeline.stages {stages}", $"{job.Workers}", "use workers: 1, or pipeline.stages: 0",
                "several pipelines are not yet trained together");
        }

        if (stages > 0 && !isAlone)
        {
            yield return new JobProblem(
                "update.kind", $"none with pipeline.stages {stages}", ChoiceName.Of(job.Update.Kind),
                job.Method == MethodKind.Pipeline ? "use update.kind: none" : "use method: pipeline, or pipeline.stages: 0",
                "several pipelines are not yet trained together, and one has nobody to exchange anything with");
        }
    }

    /// <summary>The first thing wrong with a cut; the remedy is the nearest one that works, all that it takes.</summary>
    private static IEnumerable<JobProblem> CheckCut(Job job)
    {
        var (cut, layers, microbatches) = (job.Pipeline, job.Model.Layers, job.Inner.Accumulation);
        var isInterleaved = cut.Schedule == PipelineScheduleKind.Interleaved;
        if (cut.Chunks > 1 && !isInterleaved)
        {
            yield return new JobProblem(
                "pipeline.chunks", $"1 with pipeline.schedule {ChoiceName.Of(cut.Schedule)}", $"{cut.Chunks}",
                $"{UseNearest(job)}, or pipeline.schedule: interleaved", "stages have several chunks in an interleaved schedule only");
        }
        else if (cut.Stages > layers)
        {
            yield return new JobProblem(
                "pipeline.stages", $"at most model.layers {layers}", $"{cut.Stages}", UseNearest(job),
                "a stage has at least one layer");
        }
        else if (cut.Chunks > layers / cut.Stages)
        {
            yield return new JobProblem(
                "pipeline.chunks", $"at most {layers / cut.Stages} with pipeline.stages {cut.Stages} and model.layers {layers}", $"{cut.Chunks}",
                UseNearest(job), $"{cut.Stages} stages of {cut.Chunks} chunks need {(long)cut.Stages * cut.Chunks} layers");
        }
        else if (isInterleaved && microbatches % cut.Stages != 0)
        {
            yield return new JobProblem(
                "inner.accumulation", $"a multiple of pipeline.stages {cut.Stages} with pipeline.schedule interleaved", $"{microbatches}",
                $"{UseNearest(job)}, or pipeline.schedule: 1f1b", "an interleaved schedule takes microbatches by groups of as many as stages");
        }
    }

    private static string UseNearest(Job job)
    {
        var nearest = Nearest(job);
        string[] changes =
        [
            .. CutPaths.Select(path => JobSchema.Find(path)!)
                .Where(field => field.Read(job) != field.Read(nearest))
                .Select(field => $"{field.Path}: {field.Read(nearest)}"),
        ];
        return "use " + (changes.Length == 1 ? changes[0] : $"{string.Join(", ", changes[..^1])} and {changes[^1]}");
    }

    /// <summary>Keeps as many stages as the layers allow, then as many chunks, and moves the microbatches as little as may be.</summary>
    private static Job Nearest(Job job)
    {
        var isInterleaved = job.Pipeline.Schedule == PipelineScheduleKind.Interleaved;
        var stages = Math.Min(job.Pipeline.Stages, job.Model.Layers);
        return job with
        {
            Pipeline = job.Pipeline with
            {
                Stages = stages,
                Chunks = isInterleaved ? Math.Min(job.Pipeline.Chunks, job.Model.Layers / stages) : 1,
            },
            Inner = job.Inner with
            {
                Accumulation = isInterleaved ? NearestMultiple(job.Inner.Accumulation, stages) : job.Inner.Accumulation,
            },
        };
    }

    /// <summary>At least 1 time; the greater of two that are equally near.</summary>
    private static int NearestMultiple(int wanted, int of) => Math.Max(1, (wanted + (of / 2)) / of) * of;

    private static IEnumerable<JobProblem> CheckCopies(Job job)
    {
        if (job.Pipeline.Buddy == BuddyKind.Parity)
        {
            yield return new JobProblem(
                "pipeline.buddy", "none or copy", "parity", "use pipeline.buddy: copy", "parity is not yet built into runs");
        }
    }

    private static IEnumerable<JobProblem> CheckNeighbours(Job job)
    {
        var (pipeline, neighbours) = (job.Pipeline, job.Pipeline.ResolvedNeighbours);
        if (pipeline.Chunks > 1 && neighbours != NeighbourKind.None)
        {
            yield return new JobProblem(
                "pipeline.neighbours", $"none with pipeline.chunks {pipeline.Chunks}", ChoiceName.Of(neighbours),
                "use pipeline.neighbours: none, or pipeline.chunks: 1",
                "the layers of each stage are spread over the model, so that it has no neighbours to be made from");
        }
        else if (neighbours == NeighbourKind.CheckFreePlus)
        {
            foreach (var problem in CheckSwapped(job))
            {
                yield return problem;
            }
        }
    }

    /// <summary>Odd microbatches take the first two stages and the last two in swapped order.</summary>
    private static IEnumerable<JobProblem> CheckSwapped(Job job)
    {
        const string Else = "pipeline.neighbours: checkfree";
        if (job.Pipeline.Stages < LeastSwappedStages)
        {
            yield return new JobProblem(
                "pipeline.neighbours", $"checkfree with pipeline.stages below {LeastSwappedStages}", "checkfree-plus", $"use {Else}",
                $"first and last stages that swap places need {LeastSwappedStages} stages, but there are {job.Pipeline.Stages}");
        }

        if (job.Inner.Accumulation < 2)
        {
            yield return new JobProblem(
                "inner.accumulation", "at least 2 with pipeline.neighbours checkfree-plus", $"{job.Inner.Accumulation}",
                $"use inner.accumulation: 2, or {Else}", "every other microbatch takes the stages that swap places in the other order");
        }

        if (job.Pipeline.Schedule != PipelineScheduleKind.OneForwardOneBackward)
        {
            yield return new JobProblem(
                "pipeline.schedule", "1f1b with pipeline.neighbours checkfree-plus", ChoiceName.Of(job.Pipeline.Schedule),
                $"use pipeline.schedule: 1f1b, or {Else}",
                "microbatches that go different ways have an order of their own, which holds as many as 1f1b");
        }
    }
}
