namespace Decentral.Training.Protocol;

/// <summary>
/// What messages take on a link, headers included. On an engine that hands buffers over nothing is encoded; the ledger
/// counts what encoding would have taken, so that runs on all engines can be compared.
/// </summary>
public static class EncodedSize
{
    /// <summary>Fragment 4, round 8, opened 8, worker 4, incarnation 8, tokens 8, loss 8, payload length 8.</summary>
    private const int ContributionHeaderBytes = 56;

    /// <summary>Term 8, fragment 4, round 8, digest 32, payload length 8.</summary>
    private const int PublicationHeaderBytes = 60;

    /// <summary>Bytes of a contribution.</summary>
    /// <param name="payloadBytes">Bytes of its encoded update.</param>
    public static long OfContribution(int payloadBytes) => ContributionHeaderBytes + (long)payloadBytes;

    /// <summary>Bytes of a published aggregate, to one receiver.</summary>
    /// <param name="payloadBytes">Bytes of the encoded aggregate.</param>
    public static long OfPublication(int payloadBytes) => PublicationHeaderBytes + (long)payloadBytes;
}
