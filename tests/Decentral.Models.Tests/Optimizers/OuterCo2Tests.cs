using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class OuterCo2Tests : OuterOptimizerConformance
{
    private static readonly OuterCo2Options Unbounded = new() { Clip = double.PositiveInfinity };

    protected override string RecordedDigest => "dbd621303a2972db";

    [Fact]
    public void Move_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), length =>
        {
            var rule = new OuterCo2(new OuterCo2Options { Clip = 0.5 });
            var (fast, reference) = (Values.Normal(length, "θ"), Values.Normal(length, "θ"));
            var (fastMomentum, referenceMomentum) = (Values.Normal(length, "m"), Values.Normal(length, "m"));

            rule.Move(fast, Values.Normal(length, "Δ"), fastMomentum, 0.7, 0.3);
            rule.MoveReference(reference, Values.Normal(length, "Δ"), referenceMomentum, 0.7, 0.3);

            Values.AssertSameBits(reference, fast);
            Values.AssertSameBits(referenceMomentum, fastMomentum);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Step_FirstRound_IsNotPenalised()
    {
        // Nothing has moved yet, so that nothing is penalised: α = 1 without momentum is an average one round late.
        var member = new OuterMember(new OuterCo2(Unbounded with { Momentum = 0 }), [1, 2]);

        member.Step([0.5f, -1], learningRate: 0.25);

        Assert.Equal([0.5f, 3], member.Parameters);
        Assert.Equal([2, -4], member.State("Momentum").ToArray());
    }

    [Fact]
    public void Step_ParametersMoved_DividesWhatIsStaleByThePenalty()
    {
        // The move of the second round was a step of the momentum, α = 1: Λ = 2 in the third.
        var penalised = new OuterMember(new OuterCo2(Unbounded with { Momentum = 0 }), [0]);
        var free = new OuterMember(new OuterCo2(Unbounded with { Momentum = 0, Penalty = _ => 1 }), [0]);

        foreach (var member in new[] { penalised, free })
        {
            member.Step([1], 0.5);
            member.Step([1], 0.5);
        }

        Assert.Equal(-1.5f, penalised.Parameters[0]);
        Assert.Equal(-2, free.Parameters[0]);
    }

    [Fact]
    public void Step_LearningRateFell_PenalisesMore()
    {
        // The last move was made at twice the rate: Λ = 1 + 2.
        var member = new OuterMember(new OuterCo2(Unbounded with { Momentum = 0 }), [0]);

        member.Step([1], 0.5);
        member.Step([3], 0.25);

        Assert.Equal(-2, member.Parameters[0]);
    }

    [Fact]
    public void Step_OwnPenalty_IsGivenTheLengthsOfTheFragment()
    {
        var gaps = new List<StalenessGap>();
        var options = Unbounded with
        {
            Momentum = 0,
            Penalty = gap =>
            {
                gaps.Add(gap);
                return gap.RelativeToDisplacement;
            },
        };
        var member = new OuterMember(new OuterCo2(options), [0, 0]);

        member.Step([3, 4], 0.5);
        member.Step([6, 8], 0.5);

        Assert.Equal([new StalenessGap(0, 0, 5), new StalenessGap(5, 5, 10)], gaps);
        Assert.Equal([-3 - (6 / 1.5f), -4 - (8 / 1.5f)], member.Parameters);
    }

    [Fact]
    public void Step_ElementOutsideTheClip_IsHeldAndTheOthersAreNot()
    {
        var options = new OuterCo2Options { Clip = 2, Momentum = 0.5 };
        var member = new OuterMember(new OuterCo2(options with { Penalty = _ => 1 }), [0, 0, 0]);

        member.Step([3, -3, 0.5f], 0.5);

        Assert.Equal([2, -2, 1], member.State("Momentum").ToArray());
        Assert.Equal([-1, 1, -0.5f], member.Parameters);

        // What was cut off does not come back: the clipped momentum is what decays.
        member.Step([0, 0, 0], 0.5);
        Assert.Equal([1, -1, 0.5f], member.State("Momentum").ToArray());
    }

    [Fact]
    public void Step_MomentumAndRates_FollowThePublishedForm()
    {
        var options = Unbounded with { LearningRate = 0.5, Momentum = 0.5, Penalty = _ => 2 };
        var member = new OuterMember(new OuterCo2(options), [0]);

        member.Step([1], 0.25);
        Assert.Equal(2, member.State("Momentum")[0]);
        Assert.Equal(-0.25f, member.Parameters[0]);
        member.Step([1], 0.125);

        // m = 0.5 · 2 + 1 / (0.125 · 2), x = -0.25 - 0.5 · 0.125 · 5.
        Assert.Equal(5, member.State("Momentum")[0]);
        Assert.Equal(-0.5625f, member.Parameters[0]);
    }

    [Fact]
    public void Step_LearningRateZero_MovesNothingAndKeepsTheMomentum()
    {
        var member = new OuterMember(new OuterCo2(Unbounded), [0]);
        member.Step([1], 0.5);

        member.Step([1], 0);

        Assert.Equal(-1, member.Parameters[0]);
        Assert.Equal(2, member.State("Momentum")[0]);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Step_PenaltyThatIsNone_IsRefused(double penalty)
    {
        var member = new OuterMember(new OuterCo2(Unbounded with { Penalty = _ => penalty }), [0]);

        Assert.Throws<InvalidOperationException>(() => member.Step([1]));

        Assert.Equal(0, member.Parameters[0]);
    }

    [Fact]
    public void Constructor_SettingOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterCo2(Unbounded with { LearningRate = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterCo2(Unbounded with { Momentum = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterCo2(Unbounded with { Clip = 0 }));
    }

    protected override IOuterOptimizer Create() => new OuterCo2(new OuterCo2Options { Clip = 0.3 });
}
