using System.Runtime.InteropServices;
using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class OuterOptimizerTests
{
    private const double Rate = 0.7;
    private const double Decay = 0.9;

    [Fact]
    public void NesterovStep_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), length =>
        {
            var optimizer = new OuterNesterov(Rate, Decay);
            var (fast, reference) = (Values.Normal(length, "θ"), Values.Normal(length, "θ"));
            var (fastMomentum, referenceMomentum) = (Values.Normal(length, "v"), Values.Normal(length, "v"));

            optimizer.Step(fast, Values.Normal(length, "Δ"), fastMomentum);
            optimizer.StepReference(reference, Values.Normal(length, "Δ"), referenceMomentum);

            Values.AssertSameBits(reference, fast);
            Values.AssertSameBits(referenceMomentum, fastMomentum);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void SgdStep_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), length =>
        {
            var optimizer = new OuterSgd(Rate);
            var (fast, reference) = (Values.Normal(length, "θ"), Values.Normal(length, "θ"));

            optimizer.Step(fast, Values.Normal(length, "Δ"));
            optimizer.StepReference(reference, Values.Normal(length, "Δ"));

            Values.AssertSameBits(reference, fast);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void NesterovStep_TenRounds_FollowsBothClosedForms()
    {
        var optimizer = new OuterNesterov(Rate, Decay);
        var parameters = Values.Normal(64, "θ");
        var momentum = new float[64];
        var first = parameters.Select(value => (double)value).ToArray();
        var second = parameters.Select(value => (double)value).ToArray();
        var velocity = new double[64];

        for (var round = 0; round < 10; round++)
        {
            var delta = Values.Normal(64, $"Δ {round}");
            optimizer.Step(parameters, delta, momentum);
            for (var index = 0; index < 64; index++)
            {
                var before = velocity[index];
                velocity[index] = (Decay * before) + delta[index];
                first[index] -= Rate * (delta[index] + (Decay * velocity[index]));
                second[index] -= Rate * ((Decay * Decay * before) + ((1 + Decay) * delta[index]));
            }
        }

        Assert.All(Enumerable.Range(0, 64), index => Assert.Equal(first[index], parameters[index], 2e-5));
        Assert.All(Enumerable.Range(0, 64), index => Assert.Equal(second[index], parameters[index], 2e-5));
        Assert.All(Enumerable.Range(0, 64), index => Assert.Equal(velocity[index], momentum[index], 2e-5));
    }

    [Fact]
    public void SgdStep_RateOne_TakesTheLocalParametersWithinOneUlp()
    {
        var global = Values.Normal(1000, "global");
        var local = Values.Normal(1000, "local");
        var delta = new float[1000];
        PseudoGradient.Compute(global, local, delta);
        var before = global.ToArray();

        new OuterSgd(1).Step(global, delta);

        Assert.All(Enumerable.Range(0, 1000), index =>
        {
            var larger = MathF.Max(MathF.Abs(before[index]), MathF.Abs(local[index]));
            Assert.InRange(MathF.Abs(global[index] - local[index]), 0, MathF.BitIncrement(larger) - larger);
        });
    }

    [Fact]
    public void NesterovStep_WithoutMomentum_IsSgd()
    {
        var (nesterov, sgd) = (Values.Normal(50, "θ"), Values.Normal(50, "θ"));

        new OuterNesterov(Rate, 0).Step(nesterov, Values.Normal(50, "Δ"), new float[50]);
        new OuterSgd(Rate).Step(sgd, Values.Normal(50, "Δ"));

        Values.AssertSameBits(sgd, nesterov);
    }

    [Fact]
    public void NesterovStep_Recorded_RepeatsBitForBitOnEveryMachine()
    {
        // A runtime that fused Δ + μ v, or kept extra precision, would give another digest.
        var parameters = Values.Normal(1023, "θ");
        var momentum = new float[1023];

        for (var round = 0; round < 3; round++)
        {
            new OuterNesterov(Rate, Decay).Step(parameters, Values.Normal(1023, $"Δ {round}"), momentum);
        }

        Assert.Equal("7185e714c4ee4156", ContentDigest.Of(MemoryMarshal.AsBytes<float>(parameters)).ToString()[..16]);
    }

    [Fact]
    public void Step_LengthsDiffer_SaysWhich()
    {
        var error = Assert.Throws<ArgumentException>(() => new OuterSgd(1).Step(new float[3], new float[2]));

        Assert.Contains("3 parameters", error.Message);
        Assert.Throws<ArgumentException>(() => new OuterNesterov(1, 0.9).Step(new float[3], new float[3], []));
    }

    [Fact]
    public void Constructor_SettingOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterSgd(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterNesterov(-1, 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterNesterov(1, 1));
    }
}
