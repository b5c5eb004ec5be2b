using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class OneBitAdamTests
{
    [Fact]
    public void Step_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), length =>
        {
            var (fast, reference) = (Values.Normal(length, "w"), Values.Normal(length, "w"));
            float[] variance = [.. Values.Normal(length, "v").Select(value => MathF.Max(0, value))];
            var step = new OneBitAdamStep(0.01, 1e-6, WeightDecay: 0.1);

            OneBitAdam.Step(fast, Values.Normal(length, "m"), variance, step);
            OneBitAdam.StepReference(reference, Values.Normal(length, "m"), variance, step);

            Values.AssertSameBits(reference, fast);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void UpdateMomentum_AnyLength_IsTheMeanOfOldAndNew() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), length =>
        {
            var momentum = Values.Normal(length, "m");
            var gradient = Values.Normal(length, "g");
            var expected = momentum.Zip(gradient, (old, value) => (0.9 * old) + (0.1 * 0.5 * value)).ToArray();

            OneBitAdam.UpdateMomentum(momentum, gradient, beta1: 0.9, gradientScale: 0.5);

            Assert.All(expected.Zip(momentum), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Step_HandComputed_DividesByTheFrozenRoot()
    {
        float[] parameters = [1, 1, 1];

        OneBitAdam.Step(parameters, [2, -1, 0], [4, 0.25f, 1], new OneBitAdamStep(0.5, 1e-30, WeightDecay: 0.5));

        // 0.75 of each is kept.
        Assert.Equal([0.25f, 1.75f, 0.75f], parameters);
    }

    [Fact]
    public void Step_VarianceZero_MovesNothing()
    {
        // One-bit codes have a sign for elements that never had a gradient: over ε alone it would be a leap.
        float[] parameters = [1, 1];

        OneBitAdam.Step(parameters, [0.125f, 0.125f], [0, 1], new OneBitAdamStep(1, 1e-8));

        Assert.Equal([1, 0.875f], parameters);
    }

    [Fact]
    public void Steps_MeanOfExactMomenta_IsAdamOnTheMeanGradientWithTheVarianceFrozen()
    {
        const int Workers = 4;
        var momentum = Values.Normal(30, "m");
        float[] variance = [.. Values.Normal(30, "v").Select(value => 0.1f + MathF.Abs(value))];
        var parameters = Values.Normal(30, "w");
        var expected = parameters.Select(value => (double)value).ToArray();
        var expectedMomentum = momentum.Select(value => (double)value).ToArray();

        for (var step = 0; step < 5; step++)
        {
            var mean = new double[30];
            var meanGradient = new double[30];
            for (var worker = 0; worker < Workers; worker++)
            {
                var gradient = Values.Normal(30, $"g {step} of {worker}");
                var own = momentum.ToArray();
                OneBitAdam.UpdateMomentum(own, gradient, 0.9);
                mean = [.. mean.Zip(own, (sum, value) => sum + ((double)value / Workers))];
                meanGradient = [.. meanGradient.Zip(gradient, (sum, value) => sum + ((double)value / Workers))];
            }

            momentum = [.. mean.Select(value => (float)value)];
            OneBitAdam.Step(parameters, momentum, variance, new OneBitAdamStep(0.01));
            for (var index = 0; index < 30; index++)
            {
                expectedMomentum[index] = (0.9 * expectedMomentum[index]) + (0.1 * meanGradient[index]);
                expected[index] -= 0.01 * expectedMomentum[index] / (Math.Sqrt(variance[index]) + 1e-8);
            }
        }

        Assert.All(expected.Zip(parameters), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(96, 100, true)]
    [InlineData(100, 96, true)]
    [InlineData(95.9, 100, false)]
    [InlineData(100, 95.9, false)]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, false)]
    public void IsSettled_SumOfVariance_HasStoppedMoving(double before, double now, bool expected) =>
        Assert.Equal(expected, OneBitAdam.IsSettled(before, now));

    [Fact]
    public void SettingOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OneBitAdam.UpdateMomentum([], [], 1));
        Assert.Throws<ArgumentException>(() => OneBitAdam.UpdateMomentum(new float[1], new float[2], 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneBitAdam.Step([], [], [], new OneBitAdamStep(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneBitAdam.Step([], [], [], new OneBitAdamStep(1, 0)));
        Assert.Throws<ArgumentException>(
            () => OneBitAdam.Step(new float[1], new float[1], new float[2], new OneBitAdamStep(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneBitAdam.IsSettled(1, 1, 1.5));
    }
}
