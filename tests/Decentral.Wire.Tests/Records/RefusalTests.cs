using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests.Records;

/// <summary>What is said of bytes that are not the message.</summary>
public sealed class RefusalTests
{
    private static readonly ReportFormat Format = new();
    private static readonly TickFormat Tick = new();

    [Theory]
    [InlineData("9207A161", "byte 2, field 1 at depth 1: expected a floating-point number, found text.")]
    [InlineData("9107", "byte 1: expected a record of at least 2 fields, found one of 1.")]
    [InlineData("80", "byte 0: expected a record, found a map.")]
    [InlineData("C1", "byte 0: expected a record, found a code that is never used.")]
    [InlineData("92", "byte 0: expected a record, found the end.")]
    [InlineData("", "byte 0: expected a record, found the end.")]
    [InlineData("92CE07CA00", "byte 2, field 0 at depth 1: expected an integer of 64 bits, found the end.")]
    [InlineData(
        "92CFFFFFFFFFFFFFFFFF07",
        "byte 10, field 0 at depth 1: expected an integer of 64 bits, found an integer that does not fit.")]
    [InlineData("92FFCB3FF8000000000000", "byte 2, field 0 at depth 1: expected a round from 0, found -1.")]
    [InlineData("9207CB3FF8000000000000C0", "byte 11: expected the end, found 1 more bytes.")]
    [InlineData("9307CB3FF8000000000000", "byte 11, field 2 at depth 1: expected a value, found the end.")]
    [InlineData(
        "9307CB3FF8000000000000C1", "byte 11, field 2 at depth 1: expected a value, found a code that is never used.")]
    public void TryReadEnvelope_OtherBytes_SaysWhereAndWhat(string hex, string reason) =>
        Assert.Equal($"Message sample.tick, {reason}", Tick.Refusal(hex));

    [Fact]
    public void TryReadEnvelope_InAList_SaysWhichFieldOfWhichRecord()
    {
        var wrong = Report.RequiredHex.Replace("9192A170CD012C", "9292A17005" + "9205CD012C", StringComparison.Ordinal);

        Assert.Equal(
            "Message sample.report, byte 66, field 0 at depth 2: expected text, found an integer.",
            Format.Refusal($"9F{wrong}"));
    }

    [Fact]
    public void TryReadEnvelope_TextThatIsNotUtf8_IsRefused()
    {
        var wrong = Report.RequiredHex.Replace("A2C3A9", "A2C341", StringComparison.Ordinal);

        Assert.EndsWith(
            "field 6 at depth 1: expected text in UTF-8, found bytes that are none.",
            Format.Refusal($"9F{wrong}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void TryReadEnvelope_MoreThanTheLimits_IsRefused()
    {
        var bytes = Convert.ToHexString(Format.Bytes(Report.Sample with { Name = new string('a', 100) }));

        AssertRefused(new WireLimits { MaxMessageBytes = 50 }, "at most 50 bytes, found");
        AssertRefused(new WireLimits { MaxTextBytes = 99 }, "text of at most 99 bytes, found one of 100");
        AssertRefused(new WireLimits { MaxListElements = 1 }, "a list of at most 1 elements, found one of 2");
        AssertRefused(new WireLimits { MaxDepth = 1 }, "at most 1 records within one another");

        void AssertRefused(WireLimits limits, string reason) =>
            Assert.Contains(reason, Format.Refusal(bytes, limits), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadCount_MoreThanTheMessageTakes_IsRefused()
    {
        var error = Assert.Throws<WireFormatException>(() => SampleBytes.Reader("93010203").ReadCount(max: 2));

        Assert.Equal("A frame, byte 1: expected a list of at most 2 elements, found one of 3.", error.Message);
    }

    [Theory]
    [InlineData(0x91)]
    [InlineData(0x81)]
    public void Skip_ArraysOrMapsWithinOneAnother_StopsAtTheLimit(byte code)
    {
        var bytes = new byte[1_000_000];
        Array.Fill(bytes, code);

        var error = Assert.Throws<WireFormatException>(() => SampleBytes.Reader(bytes).Skip());

        Assert.Contains("at most 32 arrays and maps within one another", error.Message, StringComparison.Ordinal);
    }
}
