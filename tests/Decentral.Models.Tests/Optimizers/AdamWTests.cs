using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class AdamWTests
{
    private static readonly AdamWOptions Options = new() { Beta1 = 0.9, Beta2 = 0.99, WeightDecay = 0.1 };

    [Fact]
    public void Update_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(), (length, step) =>
        {
            var coefficients = AdamWCoefficients.For(Options, step, 1e-3, 0.7);
            var (fast, reference) = (State(length), State(length));

            AdamWKernel.Update(fast[0], fast[1], fast[2], fast[3], coefficients);
            AdamWKernel.UpdateReference(reference[0], reference[1], reference[2], reference[3], coefficients);

            for (var part = 0; part < 4; part++)
            {
                Values.AssertSameBits(reference[part], fast[part]);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Step_TwentySteps_FollowsThePublishedFormulas()
    {
        using var optimizer = new AdamW(OneMatrix(), Options);
        using var parameters = new Arena(OneMatrix());
        using var gradients = new Arena(OneMatrix());
        Values.Normal(12, "parameters").CopyTo(parameters.Span("weight"));
        var expected = new Expected(parameters.Span("weight").ToArray());

        for (var step = 1; step <= 20; step++)
        {
            Values.Normal(12, $"gradient {step}").CopyTo(gradients.Span("weight"));
            optimizer.Step(parameters, gradients, 0.01);
            expected.Step(gradients.Span("weight"), step, 0.01);
        }

        Assert.Equal(20, optimizer.Steps);
        Assert.All(Enumerable.Range(0, 12), index =>
            Assert.Equal(expected.Parameters[index], parameters.Span("weight")[index], 2e-6));
    }

    [Fact]
    public void Step_GradientZero_DecaysMatricesOnly()
    {
        var layout = new ArenaLayoutBuilder().Add("weight", [2, 2]).Add("bias", [2]).Build();
        using var optimizer = new AdamW(layout, Options);
        using var parameters = new Arena(layout);
        using var gradients = new Arena(layout);
        parameters.Span("weight").Fill(1);
        parameters.Span("bias").Fill(1);

        optimizer.Step(parameters, gradients, learningRate: 0.5);

        Assert.Equal(0.95f, parameters.Span("weight")[0]);
        Assert.Equal(1f, parameters.Span("bias")[0]);
    }

    [Fact]
    public void Step_OwnDecayRule_IsFollowed()
    {
        using var optimizer = new AdamW(OneMatrix(), Options with { Decays = entry => entry.Name != "weight" });
        using var parameters = new Arena(OneMatrix());
        using var gradients = new Arena(OneMatrix());
        parameters.Span("weight").Fill(1);

        optimizer.Step(parameters, gradients, learningRate: 0.5);

        Assert.Equal(1f, parameters.Span("weight")[0]);
    }

    [Fact]
    public void Step_RestoredState_GoesOnBitForBit()
    {
        using var whole = new AdamW(OneMatrix(), Options);
        using var resumed = new AdamW(OneMatrix(), Options);
        using var parameters = new Arena(OneMatrix());
        using var resumedParameters = new Arena(OneMatrix());
        using var gradients = new Arena(OneMatrix());
        Values.Normal(12, "gradient").CopyTo(gradients.Span("weight"));
        whole.Step(parameters, gradients, 0.01);

        resumed.FirstMoment.CopyFrom(whole.FirstMoment);
        resumed.SecondMoment.CopyFrom(whole.SecondMoment);
        resumed.Steps = whole.Steps;
        resumedParameters.CopyFrom(parameters);
        whole.Step(parameters, gradients, 0.01);
        resumed.Step(resumedParameters, gradients, 0.01);

        Assert.Equal(parameters.ComputeDigest(), resumedParameters.ComputeDigest());
    }

    [Fact]
    public void Step_Recorded_RepeatsBitForBitOnEveryMachine()
    {
        var layout = new ArenaLayoutBuilder().Add("weight", [33, 31]).Build();
        using var optimizer = new AdamW(layout, Options);
        using var parameters = new Arena(layout);
        using var gradients = new Arena(layout);
        Values.Normal(33 * 31, "parameters").CopyTo(parameters.Span("weight"));

        for (var step = 1; step <= 3; step++)
        {
            Values.Normal(33 * 31, $"gradient {step}").CopyTo(gradients.Span("weight"));
            optimizer.Step(parameters, gradients, 0.01, 0.9);
        }

        Assert.Equal("a588ee709c783fe3", parameters.ComputeDigest().ToString()[..16]);
    }

    [Theory]
    [InlineData(1.0, 0.9, 1e-8, 0)]
    [InlineData(0.9, -0.1, 1e-8, 0)]
    [InlineData(0.9, 0.9, 0, 0)]
    [InlineData(0.9, 0.9, 1e-8, -1)]
    [InlineData(double.NaN, 0.9, 1e-8, 0)]
    public void Constructor_SettingOutOfRange_Throws(double beta1, double beta2, double epsilon, double weightDecay)
    {
        var options = new AdamWOptions { Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = weightDecay };

        Assert.Throws<ArgumentException>(() => new AdamW(OneMatrix(), options));
    }

    private static ArenaLayout OneMatrix() => new ArenaLayoutBuilder().Add("weight", [3, 4]).Build();

    private static float[][] State(int length) =>
    [
        Values.Normal(length, "parameters"),
        Values.Normal(length, "gradients"),
        Values.Normal(length, "first"),
        [.. Values.Normal(length, "second").Select(MathF.Abs)],
    ];

    /// <summary>The algorithm box of PyTorch's AdamW documentation, in fp64.</summary>
    private sealed class Expected(float[] parameters)
    {
        private readonly double[] _first = new double[parameters.Length];
        private readonly double[] _second = new double[parameters.Length];

        internal double[] Parameters { get; } = [.. parameters.Select(value => (double)value)];

        internal void Step(ReadOnlySpan<float> gradients, int step, double learningRate)
        {
            for (var index = 0; index < gradients.Length; index++)
            {
                double gradient = gradients[index];
                Parameters[index] -= learningRate * Options.WeightDecay * Parameters[index];
                _first[index] = (Options.Beta1 * _first[index]) + ((1 - Options.Beta1) * gradient);
                _second[index] = (Options.Beta2 * _second[index]) + ((1 - Options.Beta2) * gradient * gradient);
                var first = _first[index] / (1 - Math.Pow(Options.Beta1, step));
                var second = _second[index] / (1 - Math.Pow(Options.Beta2, step));
                Parameters[index] -= learningRate * first / (Math.Sqrt(second) + Options.Epsilon);
            }
        }
    }
}
