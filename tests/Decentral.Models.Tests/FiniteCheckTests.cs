using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests;

public sealed class FiniteCheckTests
{
    private const int LongestSpan = 70;

    private static readonly float[] Finite =
        [0, -0f, 1, -1, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1e-38f];

    [Fact]
    public void AreFinite_FiniteValues_IsTrueAtEveryLength() =>
        Assert.All(
            Enumerable.Range(0, LongestSpan),
            length => Assert.True(FiniteCheck.AreFinite(
                [.. Enumerable.Range(0, length).Select(index => Finite[index % Finite.Length])])));

    /// <summary>In any place of a vector, and in what is left over after the last.</summary>
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void AreFinite_OneThatIsNot_IsFoundInAnyPlace(float value) =>
        Prop.ForAll(
            Gen.Choose(1, LongestSpan).ToArbitrary(),
            Gen.Choose(0, LongestSpan - 1).ToArbitrary(),
            (length, place) =>
            {
                var values = Enumerable.Range(0, length).Select(index => Finite[index % Finite.Length]).ToArray();
                values[place % length] = value;

                Assert.False(FiniteCheck.AreFinite(values));
            }).QuickCheckThrowOnFailure();
}
