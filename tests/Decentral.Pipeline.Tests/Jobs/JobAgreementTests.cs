using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Jobs;

/// <summary>Jobs are checked where schedules are not known: what is said of both places is the same.</summary>
public sealed class JobAgreementTests
{
    private const int Layers = 6;

    private static readonly Job Pipelined = new Job
    {
        Model = new ModelOptions { Layers = Layers },
        Inner = new InnerOptions { Steps = 1000 },
    }.With(MethodKind.Pipeline);

    [Fact]
    public void Validate_AnyCut_IsRefusedWhereItsScheduleIs()
    {
        var cuts =
            from kind in Enum.GetValues<PipelineScheduleKind>()
            from stages in Enumerable.Range(1, Layers + 1)
            from chunks in Enumerable.Range(1, 4)
            from microbatches in Enumerable.Range(1, 9)
            select new ScheduleOptions { Kind = kind, Stages = stages, Chunks = chunks, Microbatches = microbatches };

        Assert.All(cuts, cut =>
        {
            var refused = JobValidator.Validate(JobOf(cut));
            var problem = cut.Check(Layers);

            Assert.Equal(problem is null, refused.Count == 0);
            if (problem is not null)
            {
                Assert.Empty(JobValidator.Validate(JobOf(problem.Nearest)));
                Assert.All(Changes(cut, problem.Nearest), change => Assert.Contains(change, refused[0].Remedy, StringComparison.Ordinal));
            }
        });
    }

    [Fact]
    public void Validate_StagesThatSwapPlaces_AreAsManyAsTheirRoutesNeed()
    {
        Assert.NotEmpty(JobValidator.Validate(SwappedOf(PipelineRoutes.LeastSwappedStages - 1)));
        Assert.Empty(JobValidator.Validate(SwappedOf(PipelineRoutes.LeastSwappedStages)));
    }

    private static IEnumerable<string> Changes(ScheduleOptions from, ScheduleOptions to) =>
        new (string Path, int From, int To)[]
        {
            ("pipeline.stages", from.Stages, to.Stages),
            ("pipeline.chunks", from.Chunks, to.Chunks),
            ("inner.accumulation", from.Microbatches, to.Microbatches),
        }
        .Where(change => change.From != change.To)
        .Select(change => $"{change.Path}: {change.To}");

    private static Job JobOf(ScheduleOptions cut) => Pipelined with
    {
        Pipeline = new PipelineOptions { Schedule = cut.Kind, Stages = cut.Stages, Chunks = cut.Chunks },
        Inner = Pipelined.Inner with { Accumulation = cut.Microbatches },
    };

    private static Job SwappedOf(int stages) => Pipelined with
    {
        Pipeline = new PipelineOptions { Stages = stages, Neighbours = NeighbourKind.CheckFreePlus },
    };
}
