using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

public sealed class GradientClippingTests
{
    [Theory]
    [InlineData(0.5, 1, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(4, 1, 1 / 4.000001)]
    [InlineData(1, 1, 1 / 1.000001)]
    [InlineData(double.PositiveInfinity, 1, 0)]
    public void Coefficient_Norm_IsThatOfPyTorch(double norm, double maxNorm, double expected) =>
        Assert.Equal(expected, GradientClipping.Coefficient(norm, maxNorm), 1e-15);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Coefficient_MaxNormNotPositive_Throws(double maxNorm) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.Coefficient(1, maxNorm));
}
