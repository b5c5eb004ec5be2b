using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>The optimizers with a momentum alone.</summary>
public sealed class OuterNesterovConformanceTests : OuterOptimizerConformance
{
    protected override string RecordedDigest => "014bc236259a7793";

    [Fact]
    public void Step_AsAnyOther_IsTheStepWithTheMomentum()
    {
        var optimizer = new OuterNesterov(0.7, 0.9);
        var member = new OuterMember(optimizer, Values.Normal(20, "θ"));
        var (parameters, momentum) = (Values.Normal(20, "θ"), new float[20]);

        for (var round = 0; round < 3; round++)
        {
            member.Step(Values.Normal(20, $"Δ {round}"));
            optimizer.Step(parameters, Values.Normal(20, $"Δ {round}"), momentum);
        }

        Values.AssertSameBits(parameters, member.Parameters);
        Values.AssertSameBits(momentum, member.State("Momentum"));
    }

    [Fact]
    public void Step_Sgd_NeedsNoState()
    {
        var member = new OuterMember(new OuterSgd(1), [1, 2]);

        member.Step([0.25f, 0.5f]);

        Assert.Equal(0, member.StateCount);
        Assert.Equal([0.75f, 1.5f], member.Parameters);
    }

    protected override IOuterOptimizer Create() => new OuterNesterov(0.7, 0.9);
}
