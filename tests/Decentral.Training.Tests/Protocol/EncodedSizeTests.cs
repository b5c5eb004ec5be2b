using Decentral.Training.Protocol;
using Decentral.Training.Tests.Formats;
using Decentral.Wire.Formats;

namespace Decentral.Training.Tests.Protocol;

/// <summary>The ledger's bytes are those of the formats, with what an engine puts around them.</summary>
public sealed class EncodedSizeTests
{
    private const int Payload = 100_000;

    [Fact]
    public void OfContribution_Sample_IsItsManifestRecordAndPayload()
    {
        const string Manifest = "training.contribution-header";
        var header = (ContributionHeader)MessageSamples.Of(Manifest);

        Assert.Equal(Expected(Manifest), EncodedSize.OfContribution(header, Payload));
    }

    [Fact]
    public void OfPublication_Sample_IsItsManifestRecordAndPayload()
    {
        const string Manifest = "training.published-header";
        var header = (PublishedHeader)MessageSamples.Of(Manifest);

        Assert.Equal(Expected(Manifest), EncodedSize.OfPublication(header, Payload));
    }

    private static long Expected(string manifest) =>
        WireSize.TransferEnvelopeBytes + 1 + manifest.Length + (RecordedBytes.Of(manifest).Length / 2) + Payload;
}
