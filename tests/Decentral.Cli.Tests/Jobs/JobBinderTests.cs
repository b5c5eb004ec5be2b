using Decentral.Cli.Jobs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Jobs;

public sealed class JobBinderTests
{
    private const string Quickstart = """
        name: quickstart
        model:   { kind: gpt, layers: 4, width: 128, heads: 4, context: 128, tokenizer: bytes }
        data:    { source: sdk-docs, heldOut: 0.05 }
        workers: 4
        method:  diloco
        inner:   { optimizer: adamw, learningRate: 1e-3, schedule: wsd, warmup: 50, batch: 8, steps: 1000, clip: 1.0 }
        sync:    { every: 50, fragments: 1, overlap: 0, mixing: 0, quorum: 1.0 }
        update:  { kind: pseudo-gradient, codec: { up: fp32, down: fp32 } }
        aggregate: mean
        outer:   { optimizer: nesterov, learningRate: 0.7, momentum: 0.9 }
        seed: 1
        """;

    private static readonly Job QuickstartJob = new()
    {
        Name = "quickstart",
        Inner = new InnerOptions
        {
            LearningRate = 1e-3,
            Schedule = LearningRateScheduleKind.Wsd,
            Warmup = 50,
            Batch = 8,
            Steps = 1000,
        },
        Sync = new SyncOptions { Every = 50 },
    };

    [Fact]
    public void Bind_TheQuickstart_IsTheJobItStates() => Assert.Equal(QuickstartJob, Bind(Quickstart));

    [Fact]
    public void Bind_BudgetAlone_TakesEveryDefault() =>
        Assert.Equal(new Job { Run = new RunOptions { Epochs = 2 } }, Bind("run: { epochs: 2 }"));

    [Fact]
    public void Bind_Presets_AreOverriddenFieldByField()
    {
        var job = Bind("sync: { every: 7 }\nmethod: local-sgd\ninner: { steps: 1000 }");

        Assert.Equal(7, job.Sync.Every);
        Assert.Equal(UpdateKind.Parameters, job.Update.Kind);
        Assert.Equal(OuterOptimizerKind.None, job.Outer.Optimizer);
    }

    [Fact]
    public void Bind_OverriddenField_TakesTheLastValue()
    {
        var job = Bind(Quickstart, "workers=2", "workers=3", "sync.every=30");

        Assert.Equal(QuickstartJob with { Workers = 3, Sync = new SyncOptions { Every = 30 } }, job);
    }

    [Fact]
    public void Bind_OverriddenMethod_ReplacesTheChoicesOfTheFile()
    {
        var job = Bind(Quickstart, "method=data-parallel");

        Assert.Equal(QuickstartJob.With(MethodKind.DataParallel), job);
    }

    [Fact]
    public void Bind_PipelineByName_IsAJobOfOneWorkerWithoutMore()
    {
        var job = Bind("method: pipeline\ninner: { steps: 1000 }");

        Assert.Equal(new Job { Inner = new InnerOptions { Steps = 1000 } }.With(MethodKind.Pipeline), job);
    }

    /// <summary>Its stages go with its method, whatever the file says of them.</summary>
    [Fact]
    public void Bind_OverriddenPipeline_IsAnyOtherJob()
    {
        const string Pipeline = "method: pipeline\npipeline: { stages: 3, copies: 2 }\ninner: { steps: 1000 }";

        Assert.Equal((3, 2), (Bind(Pipeline).Pipeline.Stages, Bind(Pipeline).Pipeline.Copies));
        Assert.Equal(new Job { Inner = new InnerOptions { Steps = 1000 } }, Bind(Pipeline, "method=diloco"));
        Assert.Equal(QuickstartJob.With(MethodKind.Pipeline), Bind(Quickstart, "method=pipeline"));
    }

    [Fact]
    public void Bind_OverriddenOuterOptimizer_BringsItsOwnNumbers()
    {
        var job = Bind(Quickstart, "outer.learningRate=0.5", "outer.optimizer=sgd");

        Assert.Equal(new OuterOptions { Optimizer = OuterOptimizerKind.Sgd, LearningRate = 0.5 }, job.Outer);
    }

    [Fact]
    public void Bind_OverriddenBudget_ReplacesTheOtherKind()
    {
        var job = Bind(Quickstart, "run.tokens=1.2e6");

        Assert.Null(job.Inner.Steps);
        Assert.Equal(1_200_000, job.Run.Tokens);
    }

    [Fact]
    public void Bind_OverrideThatMakesAValueOfTheFileIdle_IsNoMistake()
    {
        var job = Bind("inner: { steps: 1000, schedule: wsd, decay: 0.3 }", "inner.schedule=constant");

        Assert.Equal(LearningRateScheduleKind.Constant, job.Inner.Schedule);
    }

    [Fact]
    public void Bind_NullOverride_UnsetsAnOptionalField()
    {
        var job = Bind("inner: { steps: 1000 }\nsync: { deadline: 30s }", "sync.deadline=null");

        Assert.Null(job.Sync.Deadline);
    }

    [Fact]
    public void Bind_DataOption_SetsTheSource()
    {
        var layers = new[] { JobFileReader.Read("job.yaml", Quickstart), CommandLineLayer.Read([], "novels/*.txt") };

        Assert.Equal("novels/*.txt", JobBinder.Bind("job.yaml", layers).Job.Data.Source);
    }

    private static Job Bind(string yaml, params string[] assignments)
    {
        var layers = new[] { JobFileReader.Read("job.yaml", yaml), CommandLineLayer.Read(assignments, data: null) };
        var binding = JobBinder.Bind("job.yaml", layers);
        Assert.Empty(binding.Problems);
        return binding.Job;
    }
}
