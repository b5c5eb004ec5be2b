using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class OuterAdaptiveTests : OuterOptimizerConformance
{
    private static readonly OuterAdaptiveOptions Options = new() { LearningRate = 0.1, Adaptivity = 0.01 };

    protected override string RecordedDigest => "48bbda20df270e57";

    [Fact]
    public void Step_AnyLengthAndKind_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(
            Gen.Choose(0, 100).ToArbitrary(), Gen.Elements(Enum.GetValues<OuterAdaptiveKind>()).ToArbitrary(),
            (length, kind) =>
            {
                var rule = new OuterAdaptive(kind, Options);
                var member = new OuterMember(rule, Values.Normal(length, "θ"));
                var reference = member.Copy(rule);

                for (var round = 0; round < 3; round++)
                {
                    var delta = Values.Normal(length, $"Δ {round}", 0.1);
                    member.Step(delta);
                    rule.StepReference(
                        reference.Parameters, delta, reference.State("Momentum"), reference.State("SecondMoment"));
                }

                Values.AssertSameBits(reference.Parameters, member.Parameters);
                Values.AssertSameBits(reference.State("Momentum"), member.State("Momentum"));
                Values.AssertSameBits(reference.State("SecondMoment"), member.State("SecondMoment"));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(OuterAdaptiveKind.Adam)]
    [InlineData(OuterAdaptiveKind.Yogi)]
    [InlineData(OuterAdaptiveKind.Adagrad)]
    public void Step_TenRounds_FollowsThePublishedFormulas(OuterAdaptiveKind kind)
    {
        var member = new OuterMember(new OuterAdaptive(kind, Options), Values.Normal(64, "θ"));
        var parameters = member.Parameters.Select(value => (double)value).ToArray();
        var (mean, square) = (new double[64], Enumerable.Repeat(1e-4, 64).ToArray());

        for (var round = 0; round < 10; round++)
        {
            // Squares above and below what was seen so far: Yogi goes both ways.
            var delta = Values.Normal(64, $"Δ {round}", round % 2 == 0 ? 0.3 : 0.003);
            member.Step(delta);
            for (var index = 0; index < 64; index++)
            {
                // The paper's sign: what the clients' parameters gained.
                double gain = -delta[index];
                mean[index] = (0.9 * mean[index]) + (0.1 * gain);
                square[index] = Follow(kind, square[index], gain * gain);
                parameters[index] += 0.1 * mean[index] / (Math.Sqrt(square[index]) + 0.01);
            }
        }

        Assert.All(parameters.Zip(member.Parameters), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(square.Zip(member.State("SecondMoment").ToArray()), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Initialize_Squares_StartAtTheAdaptivitySquared()
    {
        var member = new OuterMember(
            new OuterAdaptive(OuterAdaptiveKind.Adam, Options with { Adaptivity = 0.5 }), [1, 2]);

        Assert.Equal([0.25f, 0.25f], member.State("SecondMoment").ToArray());
        Assert.Equal([0, 0], member.State("Momentum").ToArray());
    }

    [Fact]
    public void Step_Yogi_ForgetsALargeSquareMoreSlowlyThanAdam()
    {
        var adam = new OuterMember(new OuterAdaptive(OuterAdaptiveKind.Adam, Options), [0]);
        var yogi = new OuterMember(new OuterAdaptive(OuterAdaptiveKind.Yogi, Options), [0]);
        foreach (var member in new[] { adam, yogi })
        {
            member.State("SecondMoment")[0] = 1;
            member.Step([0.1f]);
        }

        Assert.Equal(0.99 + (0.01 * 0.01), adam.State("SecondMoment")[0], 1e-6);
        Assert.Equal(1 - (0.01 * 0.01), yogi.State("SecondMoment")[0], 1e-6);
    }

    [Fact]
    public void Constructor_SettingOutOfRange_Throws()
    {
        OuterAdaptiveOptions[] wrong =
        [
            Options with { LearningRate = 0 },
            Options with { Beta1 = 1 },
            Options with { Beta2 = -0.1 },
            Options with { Adaptivity = 0 },
        ];

        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(
            () => new OuterAdaptive(OuterAdaptiveKind.Yogi, options)));
    }

    protected override IOuterOptimizer Create() => new OuterAdaptive(OuterAdaptiveKind.Yogi, Options);

    private static double Follow(OuterAdaptiveKind kind, double mean, double square) => kind switch
    {
        OuterAdaptiveKind.Adam => (0.99 * mean) + (0.01 * square),
        OuterAdaptiveKind.Yogi => mean - (0.01 * square * Math.Sign(mean - square)),
        OuterAdaptiveKind.Adagrad => mean + square,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
