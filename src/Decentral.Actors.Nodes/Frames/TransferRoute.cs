using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>Where a frame of bulk data goes and where it comes from.</summary>
/// <param name="To">The node it is for.</param>
/// <param name="From">The node that wrote it.</param>
/// <param name="Key">Of the transfer, by the node that sends the payload.</param>
internal readonly record struct TransferRoute(NodeId To, NodeId From, TransferKey Key)
{
    /// <summary>
    /// The way back. A property of it would be part of its text, whose way back has a text too, without end.
    /// </summary>
    public TransferRoute Back() => this with { To = From, From = To };
}
