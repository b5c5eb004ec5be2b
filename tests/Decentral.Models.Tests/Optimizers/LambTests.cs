using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class LambTests
{
    private const double LearningRate = 0.01;

    [Fact]
    public void UpdateMoments_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(), (length, step) =>
        {
            var coefficients = LambCoefficients.For(new LambOptions(), step, 0.7);
            var (fast, reference) = (State(length), State(length));

            LambKernel.UpdateMoments(fast[1], fast[2], fast[3], coefficients);
            LambKernel.UpdateMomentsReference(reference[1], reference[2], reference[3], coefficients);

            Values.AssertSameBits(reference[2], fast[2]);
            Values.AssertSameBits(reference[3], fast[3]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ComputeDirection_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(), (length, step) =>
        {
            var coefficients = LambCoefficients.For(new LambOptions { WeightDecay = 0.1 }, step, 0.7);
            var state = State(length);
            var (fast, reference) = (new float[length], new float[length]);

            LambKernel.ComputeDirection(state[0], state[2], state[3], fast, coefficients);
            LambKernel.ComputeDirectionReference(state[0], state[2], state[3], reference, coefficients);

            Values.AssertSameBits(reference, fast);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Step_TwentySteps_FollowsThePublishedFormulas()
    {
        // More than one block, so that norms are of the tensor and not of a part of it.
        using var run = new Run(Mixed(40, 61), new LambOptions { WeightDecay = 0.1 });
        run.SetParameters();
        var weight = new Expected(run.Parameters.Span("weight").ToArray(), decay: 0.1, adapts: true);
        var bias = new Expected(run.Parameters.Span("bias").ToArray(), decay: 0, adapts: false);

        for (var step = 1; step <= 20; step++)
        {
            run.SetGradients(step);
            run.Step(LearningRate);
            weight.Step(run.Gradients.Span("weight"), step);
            bias.Step(run.Gradients.Span("bias"), step);
        }

        Assert.Equal(20, run.Optimizer.Steps);
        Assert.All(weight.Parameters.Zip(run.Parameters.Span("weight").ToArray()), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(bias.Parameters.Zip(run.Parameters.Span("bias").ToArray()), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Step_FirstStepWithoutDecay_MovesAlongTheSignByTheWeightsRootMeanSquare()
    {
        using var run = new Run(Mixed(4, 8), new LambOptions { WeightDecay = 0, Epsilon = 1e-12 });
        run.SetParameters();
        run.SetGradients(step: 1);
        var before = run.Parameters.Span("weight").ToArray();
        var rootMeanSquare = Math.Sqrt(before.Sum(value => (double)value * value) / 32);

        run.Step(LearningRate);

        for (var index = 0; index < 32; index++)
        {
            var sign = Math.Sign(run.Gradients.Span("weight")[index]);
            var expected = before[index] - (LearningRate * rootMeanSquare * sign);
            Assert.Equal(expected, run.Parameters.Span("weight")[index], 1e-6);
        }
    }

    [Fact]
    public void Step_AnyGradient_MovesATensorByTheRateTimesItsNorm()
    {
        using var run = new Run(Mixed(30, 7), new LambOptions { WeightDecay = 0.5 });
        run.SetParameters();

        for (var step = 1; step <= 5; step++)
        {
            var before = run.Parameters.Span("weight").ToArray();
            run.SetGradients(step);
            run.Step(LearningRate);

            var moved = before.Zip(run.Parameters.Span("weight").ToArray(), (old, value) => (double)old - value);
            Assert.Equal(LearningRate * Norm(before), Math.Sqrt(moved.Sum(value => value * value)), 1e-5);
        }
    }

    [Fact]
    public void Step_NormAboveTheBound_MovesByTheBound()
    {
        using var run = new Run(Mixed(30, 7), new LambOptions { WeightDecay = 0, MaxWeightNorm = 0.5 });
        run.SetParameters();
        run.SetGradients(step: 1);
        var before = run.Parameters.Span("weight").ToArray();

        run.Step(LearningRate);

        var moved = before.Zip(run.Parameters.Span("weight").ToArray(), (old, value) => (double)old - value);
        Assert.Equal(LearningRate * 0.5, Math.Sqrt(moved.Sum(value => value * value)), 1e-5);
    }

    [Fact]
    public void Step_WeightsZero_StepsAsAdam()
    {
        using var run = new Run(Mixed(4, 8), new LambOptions { Epsilon = 1e-12 });
        run.SetGradients(step: 1);

        run.Step(LearningRate);

        Assert.All(run.Parameters.Span("weight").ToArray().Zip(run.Gradients.Span("weight").ToArray()), pair =>
            Assert.Equal(-LearningRate * Math.Sign(pair.Second), pair.First, 1e-6));
    }

    [Fact]
    public void Step_DirectionZero_ChangesNothing()
    {
        using var run = new Run(Mixed(4, 8), new LambOptions { WeightDecay = 0 });
        run.SetParameters();
        var before = run.Parameters.ComputeDigest();

        run.Step(LearningRate);

        Assert.Equal(before, run.Parameters.ComputeDigest());
    }

    [Fact]
    public void Step_Bias_NeitherDecaysNorAdapts()
    {
        using var run = new Run(Mixed(4, 8), new LambOptions { WeightDecay = 0.5 });
        run.Fill(3);

        run.Step(LearningRate);

        Assert.All(run.Parameters.Span("bias").ToArray(), value => Assert.Equal(3, value));
        Assert.All(run.Parameters.Span("weight").ToArray(), value => Assert.Equal(3 * (1 - LearningRate), value, 1e-6));
    }

    [Fact]
    public void Step_RestoredState_GoesOnBitForBit()
    {
        using var whole = new Run(Mixed(4, 8), new LambOptions());
        using var resumed = new Run(Mixed(4, 8), new LambOptions());
        whole.SetParameters();
        whole.SetGradients(step: 1);
        resumed.SetGradients(step: 1);
        whole.Step(LearningRate);

        foreach (var (from, to) in whole.Optimizer.States.Zip(resumed.Optimizer.States))
        {
            var kept = new float[from.Kept.ElementCount];
            from.Read(from.Kept, kept);
            to.Write(to.Kept, kept);
        }

        resumed.Optimizer.Steps = whole.Optimizer.Steps;
        resumed.Parameters.CopyFrom(whole.Parameters);
        whole.Step(LearningRate);
        resumed.Step(LearningRate);

        Assert.Equal(whole.Parameters.ComputeDigest(), resumed.Parameters.ComputeDigest());
    }

    [Fact]
    public void Step_Recorded_RepeatsBitForBitOnEveryMachine()
    {
        using var run = new Run(Mixed(67, 31), new LambOptions());
        run.SetParameters();

        for (var step = 1; step <= 3; step++)
        {
            run.SetGradients(step);
            run.Step(LearningRate, 0.9);
        }

        Assert.Equal("387d44e3d07f4c95", run.Parameters.ComputeDigest().ToString()[..16]);
    }

    [Fact]
    public void Constructor_SettingOutOfRange_SaysWhich()
    {
        Assert.Contains("Beta1", Refusal(new LambOptions { Beta1 = -0.1 }));
        Assert.Contains("Beta2", Refusal(new LambOptions { Beta2 = 1 }));
        Assert.Contains("Epsilon", Refusal(new LambOptions { Epsilon = 0 }));
        Assert.Contains("WeightDecay", Refusal(new LambOptions { WeightDecay = double.NaN }));
        Assert.Contains("MaxWeightNorm", Refusal(new LambOptions { MaxWeightNorm = 0 }));
    }

    private static string Refusal(LambOptions options) =>
        Assert.Throws<ArgumentException>(() => new Lamb(Mixed(1, 1), options)).Message;

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static ArenaLayout Mixed(int rows, int columns) =>
        new ArenaLayoutBuilder().Add("weight", [rows, columns]).Add("bias", [rows]).Build();

    private static float[][] State(int length) =>
    [
        Values.Normal(length, "parameters"),
        Values.Normal(length, "gradients"),
        Values.Normal(length, "first"),
        [.. Values.Normal(length, "second").Select(MathF.Abs)],
    ];

    /// <summary>Algorithm 2 of arXiv:1904.00962 in fp64.</summary>
    private sealed class Expected(float[] parameters, double decay, bool adapts)
    {
        private readonly double[] _first = new double[parameters.Length];
        private readonly double[] _second = new double[parameters.Length];

        internal double[] Parameters { get; } = [.. parameters.Select(value => (double)value)];

        internal void Step(ReadOnlySpan<float> gradients, int step)
        {
            var direction = new double[Parameters.Length];
            for (var index = 0; index < direction.Length; index++)
            {
                double gradient = gradients[index];
                _first[index] = (0.9 * _first[index]) + (0.1 * gradient);
                _second[index] = (0.999 * _second[index]) + (0.001 * gradient * gradient);
                var first = _first[index] / (1 - Math.Pow(0.9, step));
                var second = _second[index] / (1 - Math.Pow(0.999, step));
                direction[index] = (first / (Math.Sqrt(second) + 1e-6)) + (decay * Parameters[index]);
            }

            var ratio = adapts ? Norm(Parameters) / Norm(direction) : 1;
            for (var index = 0; index < direction.Length; index++)
            {
                Parameters[index] -= LearningRate * ratio * direction[index];
            }
        }

        private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
    }
}
