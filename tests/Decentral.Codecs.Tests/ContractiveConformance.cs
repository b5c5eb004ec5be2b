using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests;

/// <summary>What every contractive codec keeps besides.</summary>
public abstract class ContractiveConformance : FormatConformance
{
    [Fact]
    public void EncodeAndSubtract_AnyValues_LeavesThemWithoutWhatIsDecoded() =>
        Prop.ForAll(Values.OfLengths(1, 5000), values =>
        {
            var finite = Values.Finite(values);
            var encoded = Coding.Encode(Format, values, out var rest);
            var decoded = Coding.Decode(Format, encoded, values.Length);

            var left = Values.Finite(finite.Zip(decoded, (value, sent) => value - sent));
            Values.AssertSameBits([.. left.Select(PositiveZero)], [.. rest.Select(PositiveZero)]);
            Assert.All(rest, value => Assert.True(float.IsFinite(value)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EncodeAndSubtract_AnyValues_NeverLeavesMoreThanTheyWere() =>
        Prop.ForAll(Values.OfLengths(1, 5000), values =>
        {
            Coding.Encode(Format, values, out var rest);

            var norm = Values.SquaredNorm(Values.Finite(values));
            Assert.InRange(Values.SquaredNorm(rest), 0, norm * (1 + 1e-6));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EncodeAndSubtract_NotFiniteValues_EncodesThemAsFiniteOnes() =>
        Prop.ForAll(Values.Any, values =>
            Assert.Equal(Coding.Encode(Format, Values.Finite(values)), Coding.Encode(Format, values)))
        .QuickCheckThrowOnFailure();

    // Which zero is left where everything is sent is nobody's concern.
    private static float PositiveZero(float value) => value + 0f;
}
