using Decentral.Codecs;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;

namespace Decentral.Training.Tests.Shards;

public sealed class TypicalNormTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(400.0)]
    [InlineData(1e-9)]
    public void FindFault_NormLikeThoseBeforeOrSmaller_IsNone(double norm) =>
        Assert.Null(new TypicalNorm(2.0).FindFault(norm));

    [Fact]
    public void FindFault_FarBeyondThoseBefore_SaysBoth() => Assert.Equal(
        "its norm is 5e+03, where those of others are about 2", new TypicalNorm(2.0).FindFault(5000));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void FindFault_NotFinite_IsAFaultEvenOfTheFirst(double norm) =>
        Assert.NotNull(default(TypicalNorm).FindFault(norm));

    [Fact]
    public void FindFault_FirstOfAll_IsTakenWhateverItsNorm() => Assert.Null(default(TypicalNorm).FindFault(1e12));

    [Fact]
    public void With_Norms_FollowsThemSlowly()
    {
        var typical = default(TypicalNorm).With(10).With(20);

        Assert.Equal(12, typical.Value, 12);
    }

    [Fact]
    public void NormOf_Contribution_IsThatOfItsValues() => Assert.Equal(5, Reducer.NormOf(new Round(1), Encoded(3, 0, -4)), 6);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void NormOf_ValueThatIsNotFinite_IsNotFinite(float value) =>
        Assert.False(double.IsFinite(Reducer.NormOf(new Round(1), Encoded(1, value, 2))));

    private static ShardReducer Reducer { get; } = new(3, new CodecStages(new Fp32Codec()), new CodecStages(new Fp32Codec()));

    private static byte[] Encoded(params float[] values)
    {
        var bytes = new byte[new Fp32Codec().EncodedLength(values.Length)];
        new Fp32Codec().Encode(values, bytes);
        return bytes;
    }
}
