using Decentral.Models.Decoders;
using Decentral.Models.Replicas;
using Decentral.Training.Composition;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Estimates;

public sealed class MemoryEstimateTests
{
    private static readonly DataFacts Facts = new(TrainingTokens: 1_000_000, HeldOutTokens: 0, Vocabulary: 256);

    public static TheoryData<InnerOptimizerKind> Optimizers => [.. Enum.GetValues<InnerOptimizerKind>()];

    /// <summary>All whose workers have a replica: a pipeline's have stages.</summary>
    public static TheoryData<MethodKind> Methods => [.. Enum.GetValues<MethodKind>().Except([MethodKind.Pipeline])];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Worker_EachOptimizer_HasTheMomentsThatItKeeps(InnerOptimizerKind optimizer)
    {
        var job = Job(MethodKind.Diloco);
        job = job with { Inner = job.Inner with { Optimizer = optimizer } };
        var composition = new JobComposition(job, Facts);
        using var real = composition.Optimizer().Create(DecoderParameters.LayOut(composition.Decoder()));

        var lines = new MemoryEstimate(job, Facts).Worker.Where(line => line.Name == "inner optimizer's moments");

        Assert.Equal(sizeof(float) * real.States.Sum(state => state.Kept.ElementCount), lines.Sum(line => line.Bytes));
    }

    /// <summary>What a worker's replica allocates around a model, beside what is small.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Worker_EachMethod_HasWhatItsReplicaHolds(MethodKind method)
    {
        var job = Job(method);
        var composition = new JobComposition(job, Facts);
        var model = new DecoderReplica(composition.Decoder(), composition.Optimizer());
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var replica = composition.Replicate(model, static (_, _) => { }, static (_, _) => { });
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        string[] held =
        [
            "global parameters", "parameters that training began from", "outer optimizer's states", "what the codec keeps back", "the same before the last updates",
            "values to send or to take up",
        ];
        var estimated = new MemoryEstimate(job, Facts).Worker.Where(line => held.Contains(line.Name)).Sum(line => line.Bytes);

        Assert.InRange(allocated - estimated, 0, replica.ParameterBytes / 10);
    }

    [Fact]
    public void Worker_AnyMethod_NamesEachThingOnce() => Assert.All(Enum.GetValues<MethodKind>(), method =>
    {
        var lines = new MemoryEstimate(Job(method), Facts).Worker;
        Assert.Equal(lines.Length, lines.Select(line => line.Name).Distinct().Count());
        Assert.All(lines, line => Assert.True(line.Bytes > 0, line.Name));
        string[] moments = method == MethodKind.Dgc ? [] : ["inner optimizer's moments"];
        Assert.Equal(["parameters", "gradients", .. moments], lines.Where(line => line.IsOnDevice).Select(line => line.Name));
    });

    [Fact]
    public void Shards_NothingExchanged_AreNone()
    {
        var whole = new MemoryEstimate(Job(MethodKind.DataParallel), Facts);
        var stages = new MemoryEstimate(Job(MethodKind.Pipeline), Facts);

        Assert.NotEmpty(whole.Shards);
        Assert.Empty(stages.Shards);
        Assert.Equal(whole.Worker.Where(line => line.IsOnDevice), stages.Worker);
    }

    [Fact]
    public void Shards_ManyWorkers_HoldTheContributionsOfAll()
    {
        var few = new MemoryEstimate(Job(MethodKind.SparseLoco) with { Workers = 4 }, Facts);
        var many = new MemoryEstimate(Job(MethodKind.SparseLoco) with { Workers = 64 }, Facts);

        Assert.Equal(16 * few.Shards[0].Bytes, many.Shards[0].Bytes);
        Assert.Equal(few.Shards[1..], many.Shards[1..]);
        Assert.Equal(few.Worker[0].Bytes, few.Shards[1].Bytes);
    }

    private static Job Job(MethodKind method) => new Job
    {
        Model = new ModelOptions { Layers = 2, Width = 64, Heads = 4, Context = 32 },
        Inner = new InnerOptions { Steps = 1000, Batch = 2 },
    }.With(method);
}
