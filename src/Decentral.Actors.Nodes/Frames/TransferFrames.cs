using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Transfers;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>
/// The frames of bulk data. All begin alike (kind, destination, origin, transfer), so that a hub can pass them on
/// without knowing the rest.
/// </summary>
internal static class TransferFrames
{
    public static void WriteOffer(
        FrameBuffer output, (NodeId From, OutgoingTransfer Transfer, WireLimits Limits) offer)
    {
        var transfer = offer.Transfer;
        var route = new TransferRoute(transfer.Receiver.Address.Node, offer.From, transfer.Key);
        var writer = Begin(output, FrameKind.Offer, route, 4, offer.Limits);
        writer.Write(transfer.Receiver.Address);
        writer.Write(transfer.Sender);
        writer.Write(transfer.Bytes.Length);
        writer.WriteManifest(transfer.Format);
        transfer.Format.WriteTransferred(ref writer, transfer.Message.Carried);
        writer.Flush();
    }

    public static void WriteAccept(FrameBuffer output, (TransferRoute Route, long Offset) accept) =>
        WriteOffset(output, FrameKind.Accept, accept);

    /// <summary>The frame before a chunk's bytes.</summary>
    public static void WriteChunk(FrameBuffer output, (TransferRoute Route, long Offset, uint Checksum) chunk)
    {
        var writer = Begin(output, FrameKind.Chunk, chunk.Route, 2);
        writer.Write(chunk.Offset);
        writer.Write((long)chunk.Checksum);
        writer.Flush();
    }

    /// <summary>
    /// Says which piece, by its offset: of those before it that are still under way, none will arrive any more.
    /// </summary>
    public static void WriteAcknowledge(FrameBuffer output, (TransferRoute Route, long Offset) piece) =>
        WriteOffset(output, FrameKind.Acknowledge, piece);

    /// <summary>The end of a transfer; the reason is null where its receiver has taken it.</summary>
    public static void WriteOutcome(
        FrameBuffer output, (TransferRoute Route, DeadLetterReason? Refusal, string Words) outcome)
    {
        var writer = Begin(output, FrameKind.Outcome, outcome.Route, 2);
        writer.WriteEnum(outcome.Refusal);
        writer.Write(outcome.Words);
        writer.Flush();
    }

    /// <summary>Reads what all have in common, after the kind.</summary>
    public static TransferRoute ReadRoute(ref MessageReader reader) => new(
        reader.ReadNodeId(), reader.ReadNodeId(), new TransferKey(reader.ReadInt64(), reader.ReadInt64()));

    private static void WriteOffset(FrameBuffer output, FrameKind kind, (TransferRoute Route, long Offset) piece)
    {
        var writer = Begin(output, kind, piece.Route, 1);
        writer.Write(piece.Offset);
        writer.Flush();
    }

    private static MessageWriter Begin(
        FrameBuffer output, FrameKind kind, TransferRoute route, int furtherFields, WireLimits? limits = null)
    {
        var writer = FrameRecord.Begin(output, kind, 4 + furtherFields, limits);
        writer.Write(route.To);
        writer.Write(route.From);
        writer.Write(route.Key.Incarnation);
        writer.Write(route.Key.Number);
        return writer;
    }
}
