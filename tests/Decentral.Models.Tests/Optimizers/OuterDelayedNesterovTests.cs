using Decentral.Models.Optimizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class OuterDelayedNesterovTests : OuterOptimizerConformance
{
    private const double Rate = 0.7;
    private const double Decay = 0.9;

    protected override string RecordedDigest => "028f33cc73dfd930";

    [Fact]
    public void Step_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(), (length, delay) =>
        {
            var rule = new OuterDelayedNesterov(Rate, Decay, delay, spread: 0.1);
            var member = new OuterMember(rule, Values.Normal(length, "θ"));
            var (parameters, momentum, buffer) = (Values.Normal(length, "θ"), new float[length], new float[length]);

            for (var arrival = 0; arrival < 7; arrival++)
            {
                member.Step(Values.Normal(length, $"Δ {arrival}"));
                rule.StepReference(parameters, Values.Normal(length, $"Δ {arrival}"), momentum, buffer, arrival);
            }

            Values.AssertSameBits(parameters, member.Parameters);
            Values.AssertSameBits(momentum, member.State("Momentum"));
            Values.AssertSameBits(buffer, member.State("Buffer"));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Step_DelayOne_IsNesterovBitForBit()
    {
        var delayed = new OuterMember(new OuterDelayedNesterov(Rate, Decay, delay: 1), Values.Normal(1000, "θ"));
        var nesterov = new OuterMember(new OuterNesterov(Rate, Decay), Values.Normal(1000, "θ"));

        for (var round = 0; round < 10; round++)
        {
            var delta = Values.Normal(1000, $"Δ {round}");
            (delta[0], delta[1]) = (0f, -0f);
            delayed.Step(delta);
            nesterov.Step(delta);
        }

        Values.AssertSameBits(nesterov.Parameters, delayed.Parameters);
        Values.AssertSameBits(nesterov.State("Momentum"), delayed.State("Momentum"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Step_OneArrivalOfEachWorker_IsNesterovOnTheirMean(int workers)
    {
        // Not to the bit: each arrival is divided and applied by itself, with a rounding of its own.
        var delayed = new OuterMember(new OuterDelayedNesterov(Rate, Decay, workers), Values.Normal(100, "θ"));
        var nesterov = new OuterMember(new OuterNesterov(Rate, Decay), Values.Normal(100, "θ"));

        for (var round = 0; round < 5; round++)
        {
            var mean = new double[100];
            for (var worker = 0; worker < workers; worker++)
            {
                var delta = Values.Normal(100, $"Δ {round} of {worker}");
                delayed.Step(delta);
                mean = [.. mean.Zip(delta, (sum, value) => sum + ((double)value / workers))];
            }

            nesterov.Step([.. mean.Select(value => (float)value)]);
            Assert.All(nesterov.Parameters.Zip(delayed.Parameters), pair =>
                Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void Step_EqualArrivals_MoveOnceByTheMomentumWhereNesterovMovesEachTime()
    {
        var delayed = new OuterMember(new OuterDelayedNesterov(1, 0.5, delay: 4), [0]);
        var naive = new OuterMember(new OuterNesterov(1, 0.5), [0]);
        var path = new List<float>();

        for (var arrival = 0; arrival < 4; arrival++)
        {
            delayed.Step([1]);
            naive.Step([1]);
            path.Add(delayed.Parameters[0]);
        }

        // Three shares, then a share and the momentum: (1 + β) g in all; 4 + 4β + 3β² + 2β³ + β⁴ one by one.
        Assert.Equal([-0.25f, -0.5f, -0.75f, -1.5f], path);
        Assert.Equal(-(4 + 2 + 0.75f + 0.25f + 0.0625f), naive.Parameters[0]);
    }

    [Fact]
    public void Step_Spread_TakesTheMomentumInAdvanceAndTheRestAtTheEnd()
    {
        var rule = new OuterDelayedNesterov(1, 0.5, delay: 4, spread: 0.25);
        var member = new OuterMember(rule, [0]);
        member.State("Momentum")[0] = 8;
        var path = new List<float>();

        for (var arrival = 0; arrival < 4; arrival++)
        {
            member.Step([0]);
            path.Add(member.Parameters[0]);
        }

        // c β m = 1 each time; at the end m ← 4 and (1 - cN + c) β m = 0.5.
        Assert.Equal([-1, -2, -3, -3.5f], path);
        Assert.Equal(4, member.State("Momentum")[0]);
    }

    [Fact]
    public void Step_BetweenRefreshes_LeavesTheMomentum()
    {
        var member = new OuterMember(new OuterDelayedNesterov(1, 0.5, delay: 3), [0]);

        member.Step([3]);
        member.Step([6]);
        Assert.Equal(0, member.State("Momentum")[0]);
        member.Step([9]);

        Assert.Equal(6, member.State("Momentum")[0]);
    }

    [Fact]
    public void Constructor_SettingOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterDelayedNesterov(0, 0.9, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterDelayedNesterov(1, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterDelayedNesterov(1, 0.9, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterDelayedNesterov(1, 0.9, 4, 0.3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OuterDelayedNesterov(1, 0.9, 4, -0.1));
    }

    protected override IOuterOptimizer Create() => new OuterDelayedNesterov(Rate, Decay, delay: 4);
}
