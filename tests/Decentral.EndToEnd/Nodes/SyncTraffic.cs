namespace Decentral.EndToEnd.Nodes;

/// <summary>What of a link's traffic is of updates and of what is published; of what was sent again, the first time.</summary>
internal sealed class SyncTraffic
{
    private static readonly string[] Manifests = ["training.contribution-header", "training.published-header"];

    /// <param name="frames">Of both directions.</param>
    public SyncTraffic(IReadOnlyCollection<TappedFrame> frames)
    {
        var offers = frames.Where(frame => Manifests.Contains(frame.Offered?.Manifest))
            .DistinctBy(frame => frame.Offered)
            .ToDictionary(frame => frame.Transfer);
        var ofThese = frames.Where(frame => offers.ContainsKey(frame.Transfer)).ToArray();
        Transfers = offers.Count;
        HeaderBytes = offers.Values.Sum(frame => (long)frame.Offered!.HeaderBytes);
        PayloadBytes = ofThese.Sum(frame => (long)frame.PayloadBytes);
        Chunks = ofThese.Count(frame => frame.PayloadBytes > 0);
        Bytes = ofThese.Sum(frame => (long)frame.Bytes);
    }

    /// <summary>Updates and publications.</summary>
    public int Transfers { get; }

    /// <summary>Of their headers, with the manifests.</summary>
    public long HeaderBytes { get; }

    /// <summary>As chunks brought them.</summary>
    public long PayloadBytes { get; }

    /// <summary>Pieces in which they came.</summary>
    public int Chunks { get; }

    /// <summary>All frames of theirs, offers and answers too, with what the WebSocket puts around them.</summary>
    public long Bytes { get; }
}
