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
    public void ParseRate_BitsOrBytes_IsInBytes(string text, long expected) =>
        Assert.Equal(expected, QuantityOption.ParseRate("--up", text, 8_000));

    [Theory]
    [InlineData("8GB", 8_000_000_000)]
    [InlineData("512MiB", 512L << 20)]
    [InlineData("1.5GiB", 3L << 29)]
    public void ParseBytes_DecimalOrBinaryPrefix_IsInBytes(string text, long expected) =>
        Assert.Equal(expected, QuantityOption.ParseBytes("--memory", text, 1));

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
