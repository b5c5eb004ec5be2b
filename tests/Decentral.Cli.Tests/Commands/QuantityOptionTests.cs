using Decentral.Cli.Commands;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Tests.Commands;

public sealed class QuantityOptionTests
{
    [Theory]
    [InlineData("20Mbit", 2_500_000)]
    [InlineData("2.5MB", 2_500_000)]
    [InlineData("64kbit", 8_000)]
    [InlineData("1 GB", 1_000_000_000)]
    [InlineData("80000bit", 10_000)]
    [InlineData("10Mbit/s", 1_250_000)]
    [InlineData("2.5MB/s", 2_500_000)]
    public void ParseRate_BitsOrBytes_IsInBytes(string text, long expected) =>
        Assert.Equal(expected, QuantityOption.ParseRate("--up", text, 8_000));

    [Theory]
    [InlineData("8GB", 8_000_000_000)]
    [InlineData("512MiB", 512L << 20)]
    [InlineData("1.5GiB", 3L << 29)]
    public void ParseBytes_DecimalOrBinaryPrefix_IsInBytes(string text, long expected) =>
        Assert.Equal(expected, QuantityOption.ParseBytes("--memory", text, 1));

    [Theory]
    [InlineData("100GFLOP/s", 1e11)]
    [InlineData("1.5 TFLOP", 1.5e12)]
    public void ParseOperations_WithItsUnit_IsThatMany(string text, double expected) =>
        Assert.Equal(expected, QuantityOption.ParseOperations("--flops", text));

    [Theory]
    [InlineData("100")]
    [InlineData("100G")]
    [InlineData("10FLOP/s")]
    [InlineData("-1GFLOP/s")]
    public void ParseOperations_NoneOrTooFew_SaysWhatIsExpectedAndFound(string text) => Assert.Equal(
        $"--flops: expected operations a second with their unit, as in 100GFLOP/s, of at least 1MFLOP/s, found '{text}'",
        Assert.Throws<MistakeException>(() => QuantityOption.ParseOperations("--flops", text)).Message);

    [Theory]
    [InlineData("50ms", 50)]
    [InlineData("1.5s", 1_500)]
    [InlineData("2m", 120_000)]
    [InlineData("0ms", 0)]
    public void ParseSpan_AmountWithItsUnit_IsThatLong(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), QuantityOption.ParseSpan("--latency", text, TimeSpan.Zero));

    [Theory]
    [InlineData("soon")]
    [InlineData("50")]
    [InlineData("-1s")]
    [InlineData("0.5ms")]
    [InlineData("99999999999999m")]
    public void ParseSpan_NoSpanOrTooShort_SaysWhatIsExpectedAndFound(string text)
    {
        var mistake = Assert.Throws<MistakeException>(
            () => QuantityOption.ParseSpan("--latency", text, TimeSpan.FromMilliseconds(1)));

        Assert.Equal(
            "--latency: expected a time with its unit, as in 50ms or 1.5s, of at least 1ms and at most 1440m, found "
            + $"'{text}'",
            mistake.Message);
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("20")]
    [InlineData("20M")]
    [InlineData("-20Mbit")]
    [InlineData("1e9bit")]
    [InlineData("10kbit")]
    [InlineData("99999999999TB")]
    public void ParseRate_NoRateOrTooLittle_SaysWhatIsExpectedAndFound(string text)
    {
        var mistake = Assert.Throws<MistakeException>(() => QuantityOption.ParseRate("--up", text, 8_000));

        Assert.StartsWith("--up: expected bits or bytes a second", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("at least 64kbit", mistake.Message, StringComparison.Ordinal);
        Assert.EndsWith($"found '{text}'", mistake.Message, StringComparison.Ordinal);
    }
}
