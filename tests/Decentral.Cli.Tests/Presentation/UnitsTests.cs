using Decentral.Cli.Presentation;

namespace Decentral.Cli.Tests.Presentation;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(7, "7")]
    [InlineData(999, "999")]
    [InlineData(999.7, "1.00 k")]
    [InlineData(1234, "1.23 k")]
    [InlineData(21_349, "21.3 k")]
    [InlineData(1_228_800, "1.23 M")]
    [InlineData(0.123, "0.12")]
    [InlineData(99.97, "100")]
    public void Count_AnyNumber_HasThreeDigitsAndAPrefix(double count, string text) =>
        Assert.Equal(text, Units.Count(count));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(51_200_000, "51.2 MB")]
    [InlineData(2e12, "2.00 TB")]
    public void Bytes_AnyNumber_HasADecimalPrefix(double bytes, string text) => Assert.Equal(text, Units.Bytes(bytes));

    [Theory]
    [InlineData(125, "1.00 kbit/s")]
    [InlineData(1_250_000, "10.0 Mbit/s")]
    [InlineData(10, "80 bit/s")]
    public void BitRate_BytesASecond_IsInBits(double bytes, string text) => Assert.Equal(text, Units.BitRate(bytes));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.0125, "12.5 ms")]
    [InlineData(0.25, "250 ms")]
    [InlineData(3.2, "3.20 s")]
    [InlineData(75, "1:15")]
    public void Span_Seconds_IsAsPreciseAsItIsShort(double seconds, string text) =>
        Assert.Equal(text, Units.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.4, "0:00")]
    [InlineData(65, "1:05")]
    [InlineData(3599.6, "1:00:00")]
    [InlineData(90_061, "25:01:01")]
    [InlineData(-5, "0:00")]
    public void Duration_AnySpan_IsWrittenAsAClock(double seconds, string text) =>
        Assert.Equal(text, Units.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Loss_NotYetKnown_IsADash() => Assert.Equal("-", Units.Loss(null));

    [Theory]
    [InlineData(0, "0 rounds")]
    [InlineData(1, "1 round")]
    [InlineData(2, "2 rounds")]
    public void Plural_Count_FitsTheNoun(long count, string text) => Assert.Equal(text, Units.Plural(count, "round"));
}
