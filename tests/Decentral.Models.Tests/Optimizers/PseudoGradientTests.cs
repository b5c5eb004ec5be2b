using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

public sealed class PseudoGradientTests
{
    [Fact]
    public void Compute_TwoReplicas_IsOldMinusNew()
    {
        var delta = new float[19];

        PseudoGradient.Compute(Enumerable.Repeat(3f, 19).ToArray(), Enumerable.Repeat(1f, 19).ToArray(), delta);

        Assert.All(delta, value => Assert.Equal(2, value));
    }

    [Fact]
    public void Merge_NoMixing_TakesTheGlobalExactly()
    {
        var local = Values.Normal(19, "local");

        PseudoGradient.Merge(local, Values.Normal(19, "global"), mixing: 0);

        Values.AssertSameBits(Values.Normal(19, "global"), local);
    }

    [Fact]
    public void Merge_Half_IsTheMiddle()
    {
        float[] local = [1, 2];

        PseudoGradient.Merge(local, [3, 6], mixing: 0.5);

        Assert.Equal([2, 4], local);
    }

    [Fact]
    public void Merge_MixingOfOne_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PseudoGradient.Merge(new float[1], new float[1], mixing: 1));
}
