using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class SgdTests
{
    [Fact]
    public void Update_AnyLengthAndForm_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, 2).ToArbitrary(), (length, form) =>
        {
            var coefficients = new SgdCoefficients(0.7f, 0.9f, Nesterov: form == 2, 0.01f, 0.999f);
            var (fast, reference) = (Values.Normal(length, "w"), Values.Normal(length, "w"));
            var (fastVelocity, velocity) = (Velocity(length, form), Velocity(length, form));

            SgdKernel.Update(fast, Values.Normal(length, "g"), fastVelocity, coefficients);
            SgdKernel.UpdateReference(reference, Values.Normal(length, "g"), velocity, coefficients);

            Values.AssertSameBits(reference, fast);
            Values.AssertSameBits(velocity, fastVelocity);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Step_WithoutMomentum_SubtractsTheScaledGradient()
    {
        using var run = new Run(Mixed(), new SgdOptions { WeightDecay = 0.5 });
        run.Fill(2);
        run.Gradients.Span("weight").Fill(4);
        run.Gradients.Span("bias").Fill(4);

        run.Step(0.25, gradientScale: 0.5);

        Assert.All(run.Parameters.Span("weight").ToArray(), value => Assert.Equal((2 * 0.875f) - 0.5f, value));
        Assert.All(run.Parameters.Span("bias").ToArray(), value => Assert.Equal(1.5f, value));
        Assert.All(run.Optimizer.States, state => Assert.Equal(0, state.Kept.ElementCount));
    }

    [Theory]
    [InlineData(false, 1, 3.5, 8.75)]
    [InlineData(true, 1.5, 4.75, 11.375)]
    public void Step_Momentum_FollowsPyTorchsForm(bool nesterov, double first, double second, double third)
    {
        // u: 1, 2.5, 5.25 in all; with Nesterov the steps are g + μ u: 1.5, 3.25, 6.625.
        using var run = new Run(Mixed(), new SgdOptions { Momentum = 0.5, Nesterov = nesterov });
        var path = new List<double>();

        foreach (var gradient in new[] { 1f, 2, 4 })
        {
            run.Gradients.Span("bias").Fill(gradient);
            run.Step(1);
            path.Add(-run.Parameters.Span("bias")[0]);
        }

        Assert.Equal([first, second, third], path);
    }

    [Fact]
    public void Step_RestoredState_GoesOnBitForBit()
    {
        using var whole = new Run(Mixed(), new SgdOptions { Momentum = 0.9 });
        using var resumed = new Run(Mixed(), new SgdOptions { Momentum = 0.9 });
        whole.SetGradients(1);
        resumed.SetGradients(1);
        whole.Step(0.1);

        var (from, to) = (whole.Optimizer.States[0], resumed.Optimizer.States[0]);
        var kept = new float[from.Kept.ElementCount];
        from.Read(from.Kept, kept);
        to.Write(to.Kept, kept);
        resumed.Parameters.CopyFrom(whole.Parameters);
        whole.Step(0.1);
        resumed.Step(0.1);

        Assert.Equal(12 + 3, kept.Length);
        Assert.Equal(whole.Parameters.ComputeDigest(), resumed.Parameters.ComputeDigest());
    }

    [Fact]
    public void Constructor_SettingOutOfRange_SaysWhich()
    {
        Assert.Contains("Momentum", Refusal(new SgdOptions { Momentum = 1 }));
        Assert.Contains("WeightDecay", Refusal(new SgdOptions { WeightDecay = -1 }));
        Assert.Contains("no effect", Refusal(new SgdOptions { Nesterov = true }));
    }

    private static string Refusal(SgdOptions options) =>
        Assert.Throws<ArgumentException>(() => new Sgd(Mixed(), options)).Message;

    private static float[] Velocity(int length, int form) => form == 0 ? [] : Values.Normal(length, "u");

    private static ArenaLayout Mixed() => new ArenaLayoutBuilder().Add("weight", [3, 4]).Add("bias", [3]).Build();
}
