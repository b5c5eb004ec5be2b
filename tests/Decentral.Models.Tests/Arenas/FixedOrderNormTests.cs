using Decentral.Models.Arenas;
using Decentral.Models.Randomness;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Arenas;

public sealed class FixedOrderNormTests
{
    [Fact]
    public void SumOfSquares_AnyLength_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Gen.Choose(0, 200).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (length, seed) =>
        {
            var values = new float[length];
            new RandomSequence((uint)seed, RandomPurpose.Named("norm")).FillNormal(values, 0, 1e10);

            Assert.Equal(
                BitConverter.DoubleToInt64Bits(FixedOrderNorm.SumOfSquaresReference(values)),
                BitConverter.DoubleToInt64Bits(FixedOrderNorm.SumOfSquares(values)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void SumOfSquares_LargestFloats_DoNotOverflow() =>
        Assert.Equal(
            3 * (double)float.MaxValue * float.MaxValue,
            FixedOrderNorm.SumOfSquares([float.MaxValue, float.MinValue, float.MaxValue]));
}
