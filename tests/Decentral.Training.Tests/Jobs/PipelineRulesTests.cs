using System.Text.RegularExpressions;
using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Jobs;

public sealed partial class PipelineRulesTests
{
    /// <summary>Four stages of four layers, with eight microbatches.</summary>
    private static readonly Job Valid = new Job { Inner = new InnerOptions { Steps = 1000 } }.With(MethodKind.Pipeline);

    private static readonly Job Interleaved = With("pipeline.schedule=interleaved");

    [Theory]
    [InlineData("pipeline.stages=1")]
    [InlineData("pipeline.stages=3", "pipeline.schedule=gpipe", "inner.accumulation=1")]
    [InlineData("pipeline.schedule=interleaved")]
    [InlineData("pipeline.schedule=interleaved", "pipeline.stages=2", "pipeline.chunks=2")]
    [InlineData("pipeline.schedule=interleaved", "pipeline.stages=2", "pipeline.chunks=2", "pipeline.neighbours=none")]
    [InlineData("pipeline.neighbours=checkfree-plus")]
    [InlineData("pipeline.neighbours=checkfree-plus", "inner.accumulation=3")]
    [InlineData("pipeline.buddy=none", "pipeline.neighbours=none", "model.tiedHead=false")]
    [InlineData("inner.optimizer=muon")]
    [InlineData("inner.optimizer=lamb")]
    [InlineData("inner.optimizer=sgd")]
    public void Validate_PipelineThatCanBe_IsNotRefused(params string[] changes) =>
        Assert.Empty(JobValidator.Validate(With(changes)));

    [Theory]
    [InlineData("pipeline.stages", "expected at most model.layers 4, found 6: a stage has at least one layer; use pipeline.stages: 4", "pipeline.stages=6")]
    [InlineData(
        "pipeline.stages",
        "use pipeline.stages: 4, pipeline.chunks: 1 and inner.accumulation: 4",
        "pipeline.stages=6", "pipeline.schedule=interleaved", "pipeline.chunks=2", "inner.accumulation=5")]
    [InlineData("pipeline.chunks", "expected 1 with pipeline.schedule gpipe, found 2", "pipeline.schedule=gpipe", "pipeline.chunks=2")]
    [InlineData(
        "pipeline.chunks",
        "expected at most 2 with pipeline.stages 2 and model.layers 4, found 3: 2 stages of 3 chunks need 6 layers; use pipeline.chunks: 2",
        "pipeline.stages=2", "pipeline.schedule=interleaved", "pipeline.chunks=3")]
    [InlineData(
        "inner.accumulation",
        "expected a multiple of pipeline.stages 4 with pipeline.schedule interleaved, found 10: "
        + "an interleaved schedule takes microbatches by groups of as many as stages; use inner.accumulation: 12, or pipeline.schedule: 1f1b",
        "pipeline.schedule=interleaved", "inner.accumulation=10")]
    [InlineData("inner.accumulation", "use inner.accumulation: 4, ", "pipeline.schedule=interleaved", "inner.accumulation=1")]
    public void Validate_CutThatCannotBe_NamesTheNearestThatCan(string path, string words, params string[] changes)
    {
        var problem = Assert.Single(JobValidator.Validate(With(changes)));

        Assert.Equal(path, problem.Path);
        Assert.Contains(words, problem.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever the numbers are: one thing is wrong at most, and what its remedy says first is all that it takes.</summary>
    [Fact]
    public void Validate_AnyCut_IsRightOrIsMadeRightByItsRemedy()
    {
        var jobs =
            from schedule in Enum.GetValues<PipelineScheduleKind>()
            from stages in Enumerable.Range(1, 7)
            from chunks in Enumerable.Range(1, 4)
            from microbatches in Enumerable.Range(1, 9)
            select Cut(schedule, stages, chunks, microbatches);
        var remedied = 0;

        Assert.All(jobs, job =>
        {
            if (JobValidator.Validate(job) is not [var problem, ..] problems)
            {
                return;
            }

            Assert.Single(problems);
            var mended = Change().Matches(problem.Remedy!.Split(", or ")[0])
                .Aggregate(job, (changed, change) => Set(changed, change.Groups["path"].Value, change.Groups["value"].Value));
            Assert.True(JobValidator.Validate(mended) is [], $"{problem}\nand then {string.Join(", ", JobValidator.Validate(mended))}");
            remedied++;
        });

        Assert.InRange(remedied, 100, int.MaxValue);
    }

    [Theory]
    [InlineData("pipeline.neighbours", "none with pipeline.chunks 2", "pipeline.neighbours=checkfree", "pipeline.schedule=interleaved", "pipeline.stages=2", "pipeline.chunks=2")]
    [InlineData("pipeline.neighbours", "none with pipeline.chunks 2", "pipeline.neighbours=checkfree-plus", "pipeline.schedule=interleaved", "pipeline.stages=2", "pipeline.chunks=2")]
    [InlineData("pipeline.neighbours", "checkfree with pipeline.stages below 4", "pipeline.neighbours=checkfree-plus", "pipeline.stages=3")]
    [InlineData("pipeline.schedule", "1f1b with pipeline.neighbours checkfree-plus", "pipeline.neighbours=checkfree-plus", "pipeline.schedule=gpipe")]
    [InlineData("inner.accumulation", "at least 2 with pipeline.neighbours checkfree-plus", "pipeline.neighbours=checkfree-plus", "inner.accumulation=1")]
    public void Validate_NeighboursThatCannotStandIn_AreRefused(string path, string expected, params string[] changes)
    {
        var problem = Assert.Single(JobValidator.Validate(With(changes)));

        Assert.Equal((path, expected), (problem.Path, problem.Expected));
    }

    [Theory]
    [InlineData(1, NeighbourKind.CheckFree)]
    [InlineData(2, NeighbourKind.None)]
    public void ResolvedNeighbours_Unset_AreThoseThatThereCanBe(int chunks, NeighbourKind expected)
    {
        Assert.Equal(expected, new PipelineOptions { Chunks = chunks }.ResolvedNeighbours);
        Assert.Equal(NeighbourKind.CheckFreePlus, new PipelineOptions { Chunks = chunks, Neighbours = NeighbourKind.CheckFreePlus }.ResolvedNeighbours);
    }

    [Fact]
    public void Validate_StagesUnderAnotherMethod_PointsToThePreset()
    {
        var job = Set(new Job { Inner = new InnerOptions { Steps = 1000 } }, "pipeline.stages", "2");

        Assert.Equal(
            [
                "workers: expected 1 with pipeline.stages 2, found 4: several pipelines are not yet trained together; "
                    + "use workers: 1, or pipeline.stages: 0",
                "update.kind: expected none with pipeline.stages 2, found pseudo-gradient: several pipelines are not yet trained together, "
                    + "and one has nobody to exchange anything with; use method: pipeline, or pipeline.stages: 0",
            ],
            JobValidator.Validate(job).Select(problem => problem.ToString()));
        Assert.Empty(JobValidator.Validate(Set(job, "method", "pipeline")));
    }

    [Fact]
    public void Validate_NoStagesAndNothingExchanged_SaysThatOneTrainsAlone()
    {
        var job = Set(Set(new Job { Inner = new InnerOptions { Steps = 1000 } }.With(MethodKind.LocalSgd), "update.kind", "none"), "model.layers", "3");

        var problems = JobValidator.Validate(job);

        Assert.Equal(["pipeline.stages", "workers"], problems.Select(problem => problem.Path));
        Assert.StartsWith("use pipeline.stages: 3, ", problems[0].Remedy, StringComparison.Ordinal);
        Assert.Empty(JobValidator.Validate(Set(Set(job, "pipeline.stages", "3"), "workers", "1")));
    }

    [Theory]
    [InlineData("3", 1)]
    [InlineData("4", 0)]
    public void Validate_Stages_NeedAMemberEach(string members, int problems)
    {
        var found = JobValidator.Validate(With($"limits.members={members}"));

        Assert.Equal(problems, found.Count);
        Assert.All(found, problem => Assert.Equal(
            ("pipeline.stages", "at most 3 with workers 1 and limits.members 3", "use limits.members: 4, or fewer stages"),
            (problem.Path, problem.Expected, problem.Remedy)));
    }

    /// <summary>All but the number of stages says nothing where there are none.</summary>
    [Fact]
    public void Idle_Fields_AreThoseWithoutAnEffect()
    {
        Assert.Equal(["pipeline.stages"], Effective(Set(Valid, "pipeline.stages", "0")));
        Assert.Equal(9, Effective(Valid).Count());
        Assert.DoesNotContain("pipeline.copies", Effective(With("pipeline.buddy=none")));
        Assert.DoesNotContain("pipeline.power", Effective(With("pipeline.neighbours=none")));
        Assert.DoesNotContain("pipeline.power", Effective(Set(Interleaved, "pipeline.chunks", "2")));
    }

    [Theory]
    [InlineData("sync.shards")]
    [InlineData("sync.quorum")]
    [InlineData("sync.grace")]
    [InlineData("sync.asynchronous")]
    [InlineData("sync.deadline")]
    [InlineData("update.codec.up")]
    [InlineData("update.codec.down")]
    [InlineData("aggregate")]
    public void Idle_NothingExchanged_SaysSo(string path) =>
        Assert.Equal("update.kind is none", JobSchema.Find(path)!.Idle(Valid));

    private static IEnumerable<string> Effective(Job job) => JobSchema.Fields
        .Where(field => field.Path.StartsWith("pipeline.", StringComparison.Ordinal) && field.Idle(job) is null)
        .Select(field => field.Path);

    private static Job Cut(PipelineScheduleKind schedule, int stages, int chunks, int microbatches) => Valid with
    {
        Model = new ModelOptions { Layers = 6 },
        Pipeline = new PipelineOptions { Schedule = schedule, Stages = stages, Chunks = chunks },
        Inner = Valid.Inner with { Accumulation = microbatches },
    };

    private static Job With(params string[] changes) =>
        changes.Select(change => change.Split('=')).Aggregate(Valid, (job, change) => Set(job, change[0], change[1]));

    private static Job Set(Job job, string path, string text) => JobSchema.Find(path)!.Write(job, text)!;

    [GeneratedRegex(@"(?<path>[\w.]+): (?<value>[^\s,]+)")]
    private static partial Regex Change();
}
