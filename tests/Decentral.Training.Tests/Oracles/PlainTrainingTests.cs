using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Oracles;

/// <summary>One worker alone: what a round does to it, against the inner steps with nothing around them.</summary>
public sealed class PlainTrainingTests
{
    private const int Rounds = 30;
    private const int BatchSize = 2;

    public static TheoryData<string, double> Models => new()
    {
        { "quadratic", 0 },
        { "quadratic", 0.1 },
        { "decoder", 0 },
        { "decoder", 0.1 },
    };

    /// <remarks>
    /// With g = global - local, global - g is local again where the difference is exact: by Sterbenz's lemma wherever a step
    /// changes a parameter by less than half, with weight decay or without it.
    /// </remarks>
    [Theory]
    [MemberData(nameof(Models))]
    public void Apply_OuterSgdOfRateOneAfterEachStep_IsPlainTrainingToOneUlp(string model, double weightDecay)
    {
        var options = Options(model, weightDecay) with { Outer = new OuterSgd(1) };
        using var plain = new FleetParts(options).MakeModel();
        using var synchronised = new Recorded(options);
        var exact = 0;

        for (var round = 0; round < Rounds; round++)
        {
            var before = synchronised.Read();
            synchronised.CopyTo(plain);
            Train(plain, options, round);
            synchronised.Round(round, steps: 1);
            var (expected, found) = (Read(plain), synchronised.Read());
            for (var i = 0; i < found.Length; i++)
            {
                Assert.InRange(
                    Math.Abs(found[i] - expected[i]), 0, Ulp(Math.Max(Math.Abs(before[i]), Math.Abs(expected[i]))));
                if (before[i] != 0 && expected[i] / before[i] is >= 0.5f and <= 2)
                {
                    Assert.Equal(expected[i], found[i]);
                    exact++;
                }
            }
        }

        Assert.True(exact > Rounds * synchronised.Read().Length / 2, $"Only {exact} steps were small enough to be exact.");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Apply_MeanOfOnesOwnParameters_IsPlainTrainingExactly(string model, double weightDecay)
    {
        const int Steps = 5;
        var options = Options(model, weightDecay) with { Outer = null };
        using var plain = new FleetParts(options).MakeModel();
        using var synchronised = new Recorded(options);

        for (var round = 0; round < Rounds; round++)
        {
            synchronised.Round(round * Steps, Steps);
        }

        for (var step = 0; step < Rounds * Steps; step++)
        {
            Train(plain, options, step);
        }

        Assert.Equal(Read(plain), synchronised.Read());
    }

    private static FleetOptions Options(string model, double weightDecay)
    {
        var optimizer = new AdamWOptions { WeightDecay = weightDecay };
        return model == "decoder"
            ? TinyDecoder.Options with { Model = () => TinyDecoder.Make(optimizer), IsRateConstant = true, Clip = 1 }
            : new FleetOptions { Optimizer = optimizer, IsRateConstant = true, Clip = 1 };
    }

    private static void Train(IReplica replica, FleetOptions options, int step)
    {
        var length = options.Context + 1;
        var windows = new long[BatchSize * length];
        new FleetParts(options).FillTraining(SamplesOf(step), windows);
        replica.TrainStep(new TokenBatch(windows, BatchSize), new StepSettings(options.LearningRate, options.Clip));
    }

    private static SampleRange SamplesOf(int step) => new((long)step * BatchSize, BatchSize);

    private static float[] Read(IReplica replica)
    {
        var values = new float[replica.Layout.ElementCount];
        replica.Read(ReplicaState.Parameters, FragmentPartition.Whole(replica.Layout), values);
        return values;
    }

    private static float Ulp(float value) => MathF.BitIncrement(value) - value;

    /// <summary>A worker's replica and the model in it.</summary>
    private sealed class Recorded : IDisposable
    {
        private readonly FleetOptions _options;
        private readonly IReplica _model;
        private readonly WorkerReplica _replica;

        public Recorded(FleetOptions options)
        {
            _model = new FleetParts(options).MakeModel();
            _options = options with { Model = () => _model };
            _replica = new FleetParts(_options).MakeReplica();
        }

        public float[] Read() => PlainTrainingTests.Read(_model);

        public void Round(int firstStep, int steps)
        {
            for (var step = firstStep; step < firstStep + steps; step++)
            {
                _replica.Train([SamplesOf(step)], 0);
            }

            var update = new byte[_replica.UpdateLength(new Round(1))];
            _replica.EncodeUpdate(new Round(1), update);
            _replica.Apply(new PublishedHeader(default, default, _replica.Version.Next, 0, 0, 1, ""), update, hasContributed: true);
        }

        public void CopyTo(IReplica other)
        {
            var whole = FragmentPartition.Whole(_model.Layout);
            var values = new float[_model.Layout.ElementCount];
            foreach (var state in (ReplicaState[])[ReplicaState.Parameters, ReplicaState.FirstMoment, ReplicaState.SecondMoment])
            {
                _model.Read(state, whole, values);
                other.Write(state, whole, values);
            }

            other.OptimizerSteps = _model.OptimizerSteps;
        }

        public void Dispose()
        {
            _replica.Dispose();
            _model.Dispose();
        }
    }
}
