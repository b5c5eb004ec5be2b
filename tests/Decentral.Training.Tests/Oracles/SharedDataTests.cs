using Decentral.Models.Optimizers;
using Decentral.Training.Jobs;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Oracles;

/// <summary>What several workers come to together, against one.</summary>
public sealed class SharedDataTests
{
    private const double BindingClip = 0.05;

    public static TheoryData<UpdateKind> Updates =>
        [UpdateKind.PseudoGradient, UpdateKind.Parameters, UpdateKind.Gradient];

    public static TheoryData<string> Models => ["quadratic", "decoder"];

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task Run_AllWorkersOnTheSameData_EqualsOneWorkerExactly(UpdateKind update)
    {
        var options = new FleetOptions
        {
            Update = update,
            Outer = update == UpdateKind.PseudoGradient ? new OuterNesterov(0.7, 0.9) : null,
            StepsPerRound = update == UpdateKind.Gradient ? 1 : 4,
            IsOneSample = true,
            IsRateConstant = true,
        };
        var one = await Train(options with { Workers = 1 });

        foreach (var workers in (int[])[2, 3, 4, 7])
        {
            Assert.Equal(one, await Train(options with { Workers = workers }));
        }
    }

    /// <summary>The clip binds and is on the mean: on each worker's own gradient it would bind elsewhere.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public async Task Run_DataParallel_EqualsOneWorkerOnTheWholeBatchToRounding(string model)
    {
        var options = (model == "decoder" ? TinyDecoder.Options : new FleetOptions()) with
        {
            Update = UpdateKind.Gradient,
            Outer = null,
            StepsPerRound = 1,
            Rounds = 10,
            Clip = BindingClip,
        };

        var whole = await Train(options with { Workers = 1, SamplesPerStep = 8 });
        var shared = await Train(options with { Workers = 4, SamplesPerStep = 2 });
        var unclipped = await Train(options with { Workers = 1, SamplesPerStep = 8, Clip = 0 });

        Assert.All(whole.Zip(shared), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.NotEqual(whole, unclipped);
    }

    /// <summary>DiLoCo of one inner step, with plain SGD inside and outside at the rate 1 (arXiv:2311.08105, §2).</summary>
    [Fact]
    public async Task Run_DilocoOfOneSgdStep_EqualsDataParallelToRounding()
    {
        var parallel = OneSgdStep(MethodKind.DataParallel);
        var diloco = OneSgdStep(MethodKind.Diloco);
        diloco = diloco with
        {
            Sync = diloco.Sync with { Every = 1 },
            Outer = new OuterOptions { Optimizer = OuterOptimizerKind.Sgd, LearningRate = 1, Momentum = 0 },
        };

        var expected = await Train(new FleetOptions { Job = parallel, Workers = parallel.Workers, Update = UpdateKind.Gradient });
        var found = await Train(new FleetOptions { Job = diloco, Workers = diloco.Workers });

        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static Job OneSgdStep(MethodKind method)
    {
        var job = new Job
        {
            Workers = 3,
            Model = new ModelOptions { Context = new FleetOptions().Context, Layers = 4 },
            Evaluation = new EvaluationOptions { Every = 8 },
            Snapshots = new SnapshotOptions { Every = Cadence.OfSteps(8) },
        }.With(method);
        return job with
        {
            Inner = job.Inner with
            {
                Optimizer = InnerOptimizerKind.Sgd,
                Steps = 16,
                LearningRate = 0.05,
                Warmup = 2,
                Batch = 2,
                Beta1 = 0,
                Clip = 0,
            },
        };
    }

    private static async Task<float[]> Train(FleetOptions options)
    {
        var fleet = new LocalFleet(options);
        Assert.True((await fleet.Run()).IsFinished);
        var section = options.Update == UpdateKind.Gradient ? "Parameters" : LocalUpdateReplica.GlobalName;
        return SnapshotPart.Read(fleet.Snapshots.Newest["global"], new FleetParts(options).ParameterCount).Section(section).ToArray();
    }
}
