using System.Text.RegularExpressions;
using Decentral.Models.Data;
using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Jobs;

public sealed partial class JobValidatorTests
{
    private static readonly Job Valid = new() { Inner = new InnerOptions { Steps = 1000 } };

    private static readonly int[] Intervals = [1, 10];

    private static readonly DataFacts EnoughData = new(TrainingTokens: 100_000, HeldOutTokens: 5_000, Vocabulary: 256);

    [Fact]
    public void Validate_ValidJob_FindsNothing()
    {
        Assert.Empty(JobValidator.Validate(Valid));
        Assert.Empty(JobValidator.Validate(Valid, EnoughData));
    }

    [Theory]
    [InlineData("workers", "0")]
    [InlineData("sync.every", "0")]
    [InlineData("sync.quorum", "-0.1")]
    [InlineData("sync.quorum", "1.5")]
    [InlineData("sync.mixing", "NaN")]
    [InlineData("sync.deadline", "0s")]
    [InlineData("inner.learningRate", "-1")]
    [InlineData("inner.learningRate", "Infinity")]
    [InlineData("inner.beta2", "1")]
    [InlineData("outer.momentum", "1")]
    [InlineData("data.heldOut", "0.6")]
    [InlineData("data.source", "")]
    [InlineData("name", "../elsewhere")]
    [InlineData("model.tokenizer", "words")]
    public void Validate_ValueOutOfBounds_NamesTheFieldAndItsBounds(string path, string text)
    {
        var field = JobSchema.Find(path)!;

        var problem = Assert.Single(JobValidator.Validate(field.Write(Valid, text)!));

        Assert.Equal(path, problem.Path);
        Assert.Equal(field.Expected, problem.Expected);
    }

    [Fact]
    public void Validate_SeveralValuesOutOfBounds_ReportsAllOfThem()
    {
        var model = new ModelOptions { Heads = 0 };
        var job = Valid with { Workers = 0, Sync = Valid.Sync with { Every = 0 }, Model = model };

        var problems = JobValidator.Validate(job);

        Assert.Equal(["workers", "model.heads", "sync.every"], problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Validate_OuterNumbersThatHaveNoEffect_AreNotLookedAt()
    {
        var job = Valid.With(MethodKind.LocalSgd) with { Outer = new OuterOptions { Momentum = 7 } };

        Assert.Empty(JobValidator.Validate(job));
    }

    [Theory]
    [InlineData(3, "use 4")]
    [InlineData(100, "use 128")]
    public void Validate_HeadsThatDoNotDivideTheWidth_SuggestsTheNearestThatDo(int heads, string remedy)
    {
        var problem = Assert.Single(JobValidator.Validate(Valid with { Model = new ModelOptions { Heads = heads } }));

        Assert.Equal("model.heads", problem.Path);
        Assert.Equal("a divisor of model.width 128", problem.Expected);
        Assert.Equal(remedy, problem.Remedy);
    }

    [Fact]
    public void Validate_LlamaWithOddHeads_AsksForAnEvenWidthOfEach()
    {
        var model = new ModelOptions { Kind = ModelKind.Llama, Width = 6, Heads = 2 };

        var problem = Assert.Single(JobValidator.Validate(Valid with { Model = model }));

        Assert.Equal("model.width", problem.Path);
        Assert.Empty(JobValidator.Validate(Valid with { Model = model with { Width = 12 } }));
    }

    [Fact]
    public void Validate_KeyValueHeadsThatDoNotDivideTheHeads_AreRefused()
    {
        var model = new ModelOptions { Kind = ModelKind.Llama, KeyValueHeads = 3 };

        Assert.Equal("model.keyValueHeads", Assert.Single(JobValidator.Validate(Valid with { Model = model })).Path);
    }

    [Fact]
    public void Validate_VocabularyBelowTheBytes_IsRefused()
    {
        var model = new ModelOptions { Vocabulary = 255 };

        Assert.Equal("model.vocabulary", Assert.Single(JobValidator.Validate(Valid with { Model = model })).Path);
    }

    [Fact]
    public void Validate_BytesWithAnotherTokenizer_AreRefused()
    {
        var model = new ModelOptions { Tokenizer = ModelOptions.BpeTokenizer };
        var data = new DataOptions { Source = "texts", Format = DataFormat.Bytes };

        var job = Valid with { Model = model, Data = data };

        Assert.Equal("data.format", Assert.Single(JobValidator.Validate(job)).Path);
        Assert.Empty(JobValidator.Validate(Valid with { Data = data }));
    }

    [Fact]
    public void Validate_EveryCombination_IsRefusedExactlyWhereTheTableSaysSo()
    {
        var combinations =
            from update in Enum.GetValues<UpdateKind>()
            from outer in Enum.GetValues<OuterOptimizerKind>()
            from every in Intervals
            select (update, outer, every);

        Assert.All(combinations, combination =>
        {
            var (update, outer, every) = combination;
            var row = Assert.Single(Compatibility.Table, row => row.Update == update);
            var makesSense = row.Outer.Contains(outer) && every <= (row.MostSteps ?? int.MaxValue);

            Assert.Equal(makesSense, JobValidator.Validate(Combine(update, outer, every)).Count == 0);
        });
    }

    [Fact]
    public void Validate_GradientEveryTenSteps_SaysWhyAndNamesTwoNeighbours()
    {
        var problem = Assert.Single(JobValidator.Validate(Combine(UpdateKind.Gradient, OuterOptimizerKind.None, 10)));

        Assert.Equal(
            "sync.every: expected 1 with update.kind gradient, found 10: a gradient belongs to one step, and each "
            + "worker's inner optimizer steps on the mean of it; use sync.every: 1, or update.kind: pseudo-gradient to "
            + "synchronise less often",
            problem.ToString());
    }

    [Theory]
    [InlineData(MethodKind.Dgc, "inner.optimizer", "adamw", "the momentum is in what was sent already")]
    [InlineData(MethodKind.Dgc, "update.codec.up", "e3m0", "a velocity stops where it was sent, which is everywhere unless the codec chooses")]
    [InlineData(MethodKind.OneBitAdam, "inner.optimizer", "muon", "it is Adam's variance that is frozen, and Adam's momentum that is sent")]
    [InlineData(MethodKind.SparseLoco, "update.codec.feedback", "0", "the codec keeps so little of an update that the rest must be sent later")]
    [InlineData(MethodKind.Diloco, "outer.optimizer", "delayed-nesterov", "a momentum that waits for all updates is Nesterov's where all come together")]
    [InlineData(MethodKind.AsyncDiloco, "sync.fragments", "9", "a fragment holds at least one layer")]
    [InlineData(MethodKind.AsyncDiloco, "sync.mixing", "0.5", "with sync.asynchronous each worker begins its rounds from the newest parameters, as a whole")]
    [InlineData(MethodKind.AsyncDiloco, "sync.overlap", "5", "with sync.asynchronous each worker takes updates up as they come; with sync.fragments it trains on meanwhile")]
    [InlineData(MethodKind.AsyncDiloco, "outer.optimizer", "co2", "CO2's updates are late by exactly a round")]
    [InlineData(MethodKind.Co2, "sync.fragments", "2", "with outer.optimizer co2 each round is trained from the global parameters")]
    [InlineData(MethodKind.Co2, "sync.mixing", "0.5", "with outer.optimizer co2 each round is trained from the global parameters")]
    [InlineData(MethodKind.Pipeline, "workers", "2", "workers that exchange nothing would each train a model of its own")]
    [InlineData(MethodKind.Pipeline, "pipeline.stages", "0", "who exchanges nothing trains alone, and several machines are one worker in a pipeline only")]
    [InlineData(MethodKind.Pipeline, "pipeline.stages", "5", "a stage has at least one layer")]
    [InlineData(MethodKind.Pipeline, "pipeline.chunks", "2", "stages have several chunks in an interleaved schedule only")]
    [InlineData(MethodKind.Pipeline, "pipeline.buddy", "parity", "parity is not yet built into runs")]
    [InlineData(MethodKind.Pipeline, "update.kind", "parameters", "several pipelines are not yet trained together, and one has nobody to exchange anything with")]
    [InlineData(MethodKind.Pipeline, "outer.optimizer", "nesterov", "nothing is exchanged, and a pipeline's stages step by their own optimizer alone")]
    [InlineData(MethodKind.Pipeline, "sync.fragments", "2", "nothing is exchanged")]
    [InlineData(MethodKind.Pipeline, "sync.overlap", "3", "nothing is exchanged")]
    [InlineData(MethodKind.Pipeline, "sync.mixing", "0.5", "nothing is exchanged")]
    [InlineData(MethodKind.Pipeline, "sync.shards", "members", "nothing is exchanged")]
    [InlineData(MethodKind.Pipeline, "sync.quorum", "0.5", "nothing is exchanged")]
    [InlineData(MethodKind.Pipeline, "sync.asynchronous", "true", "nothing is exchanged")]
    [InlineData(MethodKind.Pipeline, "sync.deadline", "30s", "nothing is exchanged")]
    [InlineData(MethodKind.Pipeline, "update.codec.up", "int8", "nothing is exchanged")]
    [InlineData(MethodKind.Pipeline, "update.codec.down", "bf16", "nothing is exchanged")]
    public void Validate_FieldThatTheMethodCannotHave_SaysWhyAndAValidNeighbour(MethodKind method, string path, string text, string reason)
    {
        var problem = Assert.Single(JobValidator.Validate(JobSchema.Find(path)!.Write(Valid.With(method), text)!));

        Assert.Equal((path, reason), (problem.Path, problem.Reason));
        Assert.Contains("use ", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sync.fragments", "5", "a fragment holds at least one layer", "use sync.fragments: 4")]
    [InlineData("sync.overlap", "100", "an update is to arrive before the next one is sent", "use sync.overlap: 99, ")]
    public void Validate_ScheduleThatMakesNoSense_SaysWhyAndAValidNeighbour(string path, string text, string reason, string remedy)
    {
        var problem = Assert.Single(JobValidator.Validate(JobSchema.Find(path)!.Write(Valid, text)!));

        Assert.Equal(path, problem.Path);
        Assert.Equal(reason, problem.Reason);
        Assert.StartsWith(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    /// <summary>Of every method with one field of the five choices as it may not be: the first neighbour that is named is valid.</summary>
    [Fact]
    public void Validate_CombinationThatMakesNoSense_NamesANeighbourThatHelps()
    {
        var fields = JobSchema.Fields
            .Where(field => field.Path.Split('.')[0] is "sync" or "update" or "outer" || field.Path is "inner.optimizer")
            .ToArray();
        string[] numbers = ["0", "1", "2", "0.5", "5", "99", "100", "1000", "true", "false"];
        var remedied = 0;
        foreach (var method in Enum.GetValues<MethodKind>())
        {
            var job = Valid.With(method);
            foreach (var wrong in fields.SelectMany(field => field.Choices.Concat(numbers).Select(text => field.Write(job, text))).OfType<Job>())
            {
                if (JobValidator.Validate(wrong) is not [{ Reason.Length: > 0 } problem])
                {
                    continue;
                }

                var named = Neighbour().Match(problem.Remedy ?? "");
                Assert.True(named.Success, $"{problem} names no neighbour.");
                var neighbour = JobSchema.Find(named.Groups["path"].Value)!.Write(wrong, named.Groups["value"].Value)!;
                Assert.True(JobValidator.Validate(neighbour) is [], $"{method}: {problem}\nand then {string.Join(", ", JobValidator.Validate(neighbour))}");
                remedied++;
            }
        }

        Assert.InRange(remedied, 30, int.MaxValue);
    }

    [Fact]
    public void Validate_NoBudget_AsksForOne()
    {
        var problem = Assert.Single(JobValidator.Validate(new Job()));

        Assert.Equal(
            "run.tokens: expected one budget: run.tokens, run.epochs or inner.steps, found none; "
            + "set inner.steps, say to 1000",
            problem.ToString());
    }

    [Fact]
    public void Validate_TwoBudgets_AsksToRemoveOne()
    {
        var problem = Assert.Single(JobValidator.Validate(Valid with { Run = new RunOptions { Tokens = 1_000_000 } }));

        Assert.Equal("run.tokens and inner.steps", problem.Found);
        Assert.Equal("remove run.tokens", problem.Remedy);
    }

    [Fact]
    public void Validate_BudgetShorterThanARound_IsRefused()
    {
        var bySteps = Valid with { Inner = Valid.Inner with { Steps = 99, Warmup = 0 } };
        var open = Valid with { Inner = new InnerOptions() };
        var byTokens = open with { Run = new RunOptions { Tokens = open.TokensPerRound - 1 } };
        var byEpochs = open with { Run = new RunOptions { Epochs = 0.5 } };

        Assert.Equal("inner.steps", Assert.Single(JobValidator.Validate(bySteps)).Path);
        Assert.Equal("run.tokens", Assert.Single(JobValidator.Validate(byTokens)).Path);
        Assert.Equal("run.epochs", Assert.Single(JobValidator.Validate(byEpochs, EnoughData)).Path);
    }

    [Fact]
    public void Validate_WarmupAsLongAsTheRun_IsRefused()
    {
        var job = Valid with { Inner = Valid.Inner with { Warmup = 1000 } };

        Assert.Equal("inner.warmup", Assert.Single(JobValidator.Validate(job)).Path);
    }

    [Fact]
    public void Validate_MoreWorkersThanTheLimit_IsRefused()
    {
        var job = Valid with { Workers = 5, Limits = new LimitOptions { Members = 4 } };

        Assert.Equal("workers", Assert.Single(JobValidator.Validate(job)).Path);
    }

    [Theory]
    [InlineData(513, 0)]
    [InlineData(512, 1)]
    public void Validate_DataForFourWorkers_NeedsASequenceForEach(long tokens, int problems) =>
        Assert.Equal(problems, JobValidator.Validate(Valid, EnoughData with { TrainingTokens = tokens }).Count);

    [Fact]
    public void Validate_HeldOutPartShorterThanASequence_IsRefusedUnlessNoneIsAskedFor()
    {
        var data = EnoughData with { HeldOutTokens = 128 };

        Assert.Equal("data.heldOut", Assert.Single(JobValidator.Validate(Valid, data)).Path);
        Assert.Empty(JobValidator.Validate(Valid with { Data = new DataOptions { HeldOut = 0 } }, data));
    }

    [Fact]
    public void Validate_VocabularyBelowTheTokenizers_IsRefused()
    {
        var job = Valid with { Model = new ModelOptions { Tokenizer = "tokenizer.json", Vocabulary = 4096 } };

        var problem = Assert.Single(JobValidator.Validate(job, EnoughData with { Vocabulary = 50_257 }));

        Assert.Equal("model.vocabulary", problem.Path);
        Assert.Equal("use 50257, or leave it out", problem.Remedy);
    }

    [GeneratedRegex(@"^use (?<path>[\w.]+): (?<value>[^\s,]+)")]
    private static partial Regex Neighbour();

    private static Job Combine(UpdateKind update, OuterOptimizerKind outer, int every) => Valid with
    {
        Workers = update == UpdateKind.None ? 1 : Valid.Workers,
        Pipeline = new PipelineOptions { Stages = update == UpdateKind.None ? 2 : 0 },
        Sync = new SyncOptions
        {
            Every = every,
            Asynchronous = outer == OuterOptimizerKind.DelayedNesterov,
            Quorum = update == UpdateKind.None ? 1 : 0,
        },
        Update = new UpdateOptions
        {
            Kind = update,
            Codec = new CodecOptions { Up = update == UpdateKind.Velocity ? CodecKind.TopK : CodecKind.Fp32 },
        },
        Outer = OuterOptions.For(outer),
        Inner = Valid.Inner with
        {
            Optimizer = update == UpdateKind.Velocity ? InnerOptimizerKind.Sgd : InnerOptimizerKind.AdamW,
        },
    };
}
