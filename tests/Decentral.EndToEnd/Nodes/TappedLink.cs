namespace Decentral.EndToEnd.Nodes;

/// <summary>A connection that a node opened to its hub.</summary>
/// <param name="Up">From the node.</param>
/// <param name="Down">From the hub.</param>
internal sealed record TappedLink(TappedBytes Up, TappedBytes Down)
{
    /// <summary>Those of both directions.</summary>
    public TappedFrame[] Frames { get; } =
        [.. new LinkTraffic(Up.Bytes.Span).Frames, .. new LinkTraffic(Down.Bytes.Span).Frames];
}
