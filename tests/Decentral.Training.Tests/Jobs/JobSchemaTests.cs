using System.Text.Json;
using Decentral.Models.Data;
using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Jobs;

public sealed class JobSchemaTests
{
    /// <summary>A job in which every optional field is set and none is idle.</summary>
    private static readonly Job Full = new()
    {
        Name = "full-1.0",
        Model = new ModelOptions
        {
            Kind = ModelKind.Llama,
            KeyValueHeads = 2,
            FeedForward = 320,
            Vocabulary = 512,
            TiedHead = false,
            RopeBase = 500_000,
            Weights = "base/model.safetensors",
        },
        Data = new DataOptions { Source = "texts", Format = DataFormat.Bytes, Field = "a,b", MaxBytes = 1_000_000 },
        Pipeline = new PipelineOptions
        {
            Stages = 2,
            Slots = 3,
            Activations = CodecKind.EightBit,
            Copies = 5,
            Neighbours = NeighbourKind.CheckFreePlus,
            Power = 2,
        },
        Sync = new SyncOptions { Every = 30, Mixing = 0.1, Quorum = 0.75, Deadline = TimeSpan.FromSeconds(1.5) },
        Inner = new InnerOptions { LearningRate = 1e-3, Schedule = LearningRateScheduleKind.Wsd, Steps = 300 },
        Run = new RunOptions { Tokens = 1_200_000, Epochs = 0.1 },
        Seed = long.MaxValue,
        Compute = new ComputeOptions { Lanes = 2, Threads = 1, Device = DeviceKind.Cuda },
    };

    [Fact]
    public void Fields_EveryPropertyOfAJob_HasExactlyOneField()
    {
        var properties = Leaves(typeof(Job), "").Order().ToList();

        Assert.Equal(properties, JobSchema.Fields.Select(field => field.Path).Order());
    }

    [Fact]
    public void Fields_ReadThenWritten_GiveTheSameJob() => Assert.All(
        new[] { new Job(), Full },
        job => Assert.Equal(
            job, JobSchema.Fields.Aggregate(new Job { Workers = 99 }, (copy, field) => Copy(field, job, copy))));

    [Fact]
    public void Fields_EverySectionOfAPath_IsDescribed() => Assert.All(
        JobSchema.Fields.Where(field => field.Path.Contains('.', StringComparison.Ordinal)),
        field => Assert.Contains(field.Path[..field.Path.LastIndexOf('.')], JobSchema.Sections.Keys));

    [Fact]
    public void Fields_ThatDisplaceOthers_NameFieldsOrSections() => Assert.All(
        JobSchema.Fields.SelectMany(field => field.Displaces),
        path => Assert.Contains(JobSchema.Fields, field => field.Path == path || IsUnder(field.Path, path)));

    [Fact]
    public void Fields_ThatResetOthers_ComeBeforeThem()
    {
        var paths = JobSchema.Fields.Select(field => field.Path).ToList();

        Assert.All(paths.Where(path => IsUnder(path, "outer") && path != "outer.optimizer"),
            path => Assert.True(paths.IndexOf("outer.optimizer") < paths.IndexOf(path)));
        var ofMethods = paths.Where(path => path.Split('.')[0] is "sync" or "update" or "outer" or "pipeline");
        Assert.All([.. ofMethods, "workers", "inner.optimizer", "inner.accumulation"],
            path => Assert.True(paths.IndexOf("method") < paths.IndexOf(path)));
    }

    [Theory]
    [InlineData("workers", "four")]
    [InlineData("inner.learningRate", "fast")]
    [InlineData("model.tiedHead", "yes")]
    [InlineData("sync.deadline", "30")]
    [InlineData("method", "DiLoCo")]
    [InlineData("pipeline.activations", "sign")]
    [InlineData("pipeline.neighbours", "check-free")]
    public void Write_TextOfAnotherType_GivesNoJob(string path, string text) =>
        Assert.Null(JobSchema.Find(path)!.Write(new Job(), text));

    [Theory]
    [InlineData("run.tokens", "1_200_000", "1200000")]
    [InlineData("run.tokens", "1.2e6", "1200000")]
    [InlineData("inner.learningRate", "0.0010", "0.001")]
    [InlineData("sync.deadline", "90s", "1.5m")]
    [InlineData("sync.deadline", "0.25s", "250ms")]
    [InlineData("method", "local-sgd", "local-sgd")]
    public void Write_AnySpelling_ReadsBackAsTheCanonicalOne(string path, string text, string canonical)
    {
        var field = JobSchema.Find(path)!;

        Assert.Equal(canonical, field.Read(field.Write(new Job(), text)!));
    }

    [Fact]
    public void Write_IntegerBeyondTheField_StaysOutOfBounds() => Assert.All(
        JobSchema.Fields
            .Where(field => field.Expected.StartsWith("an integer", StringComparison.Ordinal))
            .Where(field => field.Path is not ("seed" or "run.tokens" or "data.maxBytes")),
        field => Assert.False(field.IsAllowed(field.Write(Full, "4294967297")!), field.Path));

    [Fact]
    public void Write_OuterOptimizer_BringsItsOwnNumbers()
    {
        var job = JobSchema.Find("outer.optimizer")!.Write(new Job(), "sgd")!;

        Assert.Equal(
            new OuterOptions { Optimizer = OuterOptimizerKind.Sgd, LearningRate = 1, Momentum = 0 }, job.Outer);
    }

    [Fact]
    public void Clear_OptionalField_UnsetsIt() => Assert.All(
        JobSchema.Fields.Where(field => field.WhenUnset is not null),
        field => Assert.Null(field.Read(field.Clear(Full))));

    [Theory]
    [InlineData("model.ropeBase", true)]
    [InlineData("inner.decay", true)]
    [InlineData("outer.momentum", false)]
    [InlineData("pipeline.stages", false)]
    [InlineData("pipeline.schedule", true)]
    [InlineData("sync.quorum", false)]
    [InlineData("inner.floor", false)]
    public void Idle_InTheDefaultJob_SaysWhichFieldsHaveNoEffect(string path, bool isIdle) =>
        Assert.Equal(isIdle, JobSchema.Find(path)!.Idle(new Job()) is not null);

    private static Job Copy(JobField field, Job from, Job to) =>
        field.Read(from) is { } text ? field.Write(to, text)! : field.Clear(to);

    private static bool IsUnder(string path, string section) =>
        path.StartsWith(section + ".", StringComparison.Ordinal);

    private static IEnumerable<string> Leaves(Type type, string prefix) => type
        .GetProperties()
        .Where(property => property.CanWrite)
        .SelectMany(property =>
        {
            var path = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            return property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
                ? Leaves(property.PropertyType, path + ".")
                : [path];
        });
}
