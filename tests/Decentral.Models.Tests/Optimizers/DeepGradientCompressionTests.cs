using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class DeepGradientCompressionTests
{
    [Fact]
    public void Accumulate_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(
            Gen.Choose(0, 100).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (length, nesterov) =>
            {
                var step = new DgcStep(0.9, nesterov, GradientScale: 0.7);
                var (fastU, fastV) = (Values.Normal(length, "u"), Values.Normal(length, "v"));
                var (u, v) = (Values.Normal(length, "u"), Values.Normal(length, "v"));

                DeepGradientCompression.Accumulate(fastU, fastV, Values.Normal(length, "g"), step);
                DeepGradientCompression.AccumulateReference(u, v, Values.Normal(length, "g"), step);

                Values.AssertSameBits(u, fastU);
                Values.AssertSameBits(v, fastV);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void RemoveSent_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), length =>
        {
            var (fastU, fastV) = (Values.Normal(length, "u"), Values.Normal(length, "v"));
            var (u, v) = (Values.Normal(length, "u"), Values.Normal(length, "v"));
            var sent = Largest(v, length / 3);

            DeepGradientCompression.RemoveSent(fastU, fastV, sent);
            DeepGradientCompression.RemoveSentReference(u, v, sent);

            Values.AssertSameBits(u, fastU);
            Values.AssertSameBits(v, fastV);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Accumulate_ThreeSteps_FollowsThePublishedFormulas()
    {
        var (u, v) = (new float[1], new float[1]);

        foreach (var gradient in new[] { 1f, 2, 4 })
        {
            DeepGradientCompression.Accumulate(u, v, [gradient], new DgcStep(0.5));
        }

        // u: 1, 2.5, 5.25.
        Assert.Equal(5.25f, u[0]);
        Assert.Equal(8.75f, v[0]);
    }

    [Fact]
    public void Accumulate_Nesterov_LooksAStepAhead()
    {
        var (u, v) = (new float[1], new float[1]);

        foreach (var gradient in new[] { 1f, 2 })
        {
            DeepGradientCompression.Accumulate(u, v, [gradient], new DgcStep(0.5, Nesterov: true));
        }

        // u: 0.5, 1.25; fed: 1.5, 3.25.
        Assert.Equal(1.25f, u[0]);
        Assert.Equal(4.75f, v[0]);
    }

    [Fact]
    public void RemoveSent_SomeElements_StopsTheirVelocityAndKeepsTheRest()
    {
        float[] u = [1, 2, 3, 4];
        float[] v = [10, 20, 30, 40];

        DeepGradientCompression.RemoveSent(u, v, [0, 20, 0, 40.5f]);

        Assert.Equal([1, 0, 3, 0], u);
        Assert.Equal([10, 0, 30, -0.5f], v);
    }

    [Fact]
    public void Steps_AnyChoice_SendAndKeepAllThatWasFedIn() =>
        Prop.ForAll(
            Gen.Choose(1, 60).ToArbitrary(), Gen.Choose(0, 20).ToArbitrary(), (length, count) =>
            {
                // Small whole numbers, so that sums are exact; the codec rounds, and its error must stay too.
                var (u, v) = (new float[length], new float[length]);
                var (fed, total) = (new float[length], new float[length]);

                for (var step = 0; step < 10; step++)
                {
                    float[] gradient = [.. Values.Normal(length, $"g {step}", 4).Select(value => MathF.Round(value))];
                    DeepGradientCompression.Accumulate(u, v, gradient, new DgcStep(0));
                    float[] sent = [.. Largest(v, Math.Min(count, length)).Select(value => 2 * MathF.Round(value / 2))];
                    DeepGradientCompression.RemoveSent(u, v, sent);
                    fed = [.. fed.Zip(gradient, (sum, value) => sum + value)];
                    total = [.. total.Zip(sent, (sum, value) => sum + value)];
                }

                Assert.Equal(fed, total.Zip(v, (sent, residual) => sent + residual));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Steps_EverythingSent_SendThePlainGradient()
    {
        // Density 1: all is sent at once, the mask stops every velocity, and what arrives is the plain gradient.
        var (u, v) = (new float[3], new float[3]);

        foreach (var _ in Enumerable.Range(0, 3))
        {
            DeepGradientCompression.Accumulate(u, v, [1, -2, 3], new DgcStep(0.9));
            Assert.Equal([1, -2, 3], v);
            DeepGradientCompression.RemoveSent(u, v, v.ToArray());
        }

        Assert.Equal([0, 0, 0], v);
    }

    [Fact]
    public void Steps_NothingSent_AccumulatesWhatMomentumSgdWouldHaveApplied()
    {
        var (u, v) = (new float[8], new float[8]);
        var (momentum, moved) = (new double[8], new double[8]);

        for (var step = 0; step < 20; step++)
        {
            var gradient = Values.Normal(8, $"g {step}");
            DeepGradientCompression.Accumulate(u, v, gradient, new DgcStep(0.9));
            for (var index = 0; index < 8; index++)
            {
                momentum[index] = (0.9 * momentum[index]) + gradient[index];
                moved[index] += momentum[index];
            }
        }

        Assert.All(moved.Zip(v), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory]
    [InlineData(4, 1, 1, 1 / 4.000001)]
    [InlineData(4, 1, 16, 0.25 / 4.000001)]
    [InlineData(0.2, 1, 16, 1)]
    public void ClipCoefficient_Workers_SharesTheThreshold(double norm, double maxNorm, int workers, double expected) =>
        Assert.Equal(expected, DeepGradientCompression.ClipCoefficient(norm, maxNorm, workers), 1e-15);

    [Fact]
    public void ClipCoefficient_IndependentGradientsAtTheThreshold_SumToIt()
    {
        // Of 64 directions at right angles, each clipped by itself, the sum has the norm that all may have.
        var coefficient = DeepGradientCompression.ClipCoefficient(norm: 10, maxNorm: 1, workers: 64);

        Assert.Equal(1, Math.Sqrt(64 * Math.Pow(coefficient * 10, 2)), 1e-6);
    }

    [Fact]
    public void At_FirstStages_AreThePapersDensities()
    {
        var warmup = new DensityWarmup();

        Assert.Equal(
            [0.25, 0.0625, 0.015625, 0.00390625, 0.001, 0.001],
            Enumerable.Range(0, 6).Select(stage => warmup.At(stage)));
    }

    [Fact]
    public void At_AnyStage_FallsToTheDensityAndStaysThere() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), stage =>
        {
            var warmup = new DensityWarmup { Density = 0.01, Factor = 0.5 };

            Assert.InRange(warmup.At(stage), 0.01, 0.5);
            Assert.True(warmup.At(stage + 1) <= warmup.At(stage));
            Assert.Equal(0.01, warmup.At(stage + 7));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 1000, 250)]
    [InlineData(9, 1000, 1)]
    [InlineData(9, 1, 1)]
    [InlineData(1, 10, 1)]
    [InlineData(1, 17, 2)]
    public void CountAt_Elements_IsRoundedUp(long stage, int elements, int expected) =>
        Assert.Equal(expected, new DensityWarmup().CountAt(stage, elements));

    [Fact]
    public void SettingOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => DeepGradientCompression.Accumulate([], [], [], new DgcStep(1)));
        Assert.Throws<ArgumentException>(
            () => DeepGradientCompression.Accumulate(new float[2], new float[2], new float[3], new DgcStep(0.9)));
        Assert.Throws<ArgumentException>(
            () => DeepGradientCompression.RemoveSent(new float[2], new float[3], new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepGradientCompression.ClipCoefficient(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DensityWarmup { Density = 0 }.At(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DensityWarmup { Factor = 1.5 }.At(0));
    }

    private static float[] Largest(float[] values, int count)
    {
        var sent = new float[values.Length];
        var order = Enumerable.Range(0, values.Length).OrderByDescending(index => MathF.Abs(values[index]));
        foreach (var index in order.Take(count))
        {
            sent[index] = values[index];
        }

        return sent;
    }
}
