using Decentral.Training.Formats;
using Decentral.Wire.Formats;

namespace Decentral.Training.Protocol;

/// <summary>
/// What bulk data takes on a link, headers included. On an engine that hands buffers over nothing is encoded; the ledger
/// counts what encoding takes, so that runs on all engines can be compared.
/// </summary>
public static class EncodedSize
{
    private static readonly ContributionHeaderFormat Contribution = new();
    private static readonly PublishedHeaderFormat Publication = new();

    /// <summary>Bytes of a contribution.</summary>
    /// <param name="header">What it is.</param>
    /// <param name="payloadBytes">Bytes of its encoded update.</param>
    public static long OfContribution(ContributionHeader header, int payloadBytes) =>
        WireSize.OfTransfer(Contribution, header, payloadBytes);

    /// <summary>Bytes of a published aggregate, to one receiver.</summary>
    /// <param name="header">What it is.</param>
    /// <param name="payloadBytes">Bytes of the encoded aggregate.</param>
    public static long OfPublication(PublishedHeader header, int payloadBytes) =>
        WireSize.OfTransfer(Publication, header, payloadBytes);
}
