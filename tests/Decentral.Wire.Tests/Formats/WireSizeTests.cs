using Decentral.Wire.Formats;
using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests.Formats;

public sealed class WireSizeTests
{
    /// <summary>Head and text of the manifest; head of the record, a number of one byte, and one of nine.</summary>
    private const int EncodedBytes = 1 + 11 + 1 + 1 + 9;

    [Fact]
    public void OfMessage_ItsBytes_AreWithThoseAroundThem() =>
        Assert.Equal(WireSize.MessageEnvelopeBytes + EncodedBytes, WireSize.OfMessage(EncodedBytes));

    [Fact]
    public void OfTransfer_HeaderToBeWritten_IsAsLargeAsItIsThen() => Assert.Equal(
        WireSize.TransferEnvelopeBytes + EncodedBytes + 5_000_000_000,
        WireSize.OfTransfer(new TickFormat("sample.tick"), new Tick(7, 1.5), 5_000_000_000));
}
