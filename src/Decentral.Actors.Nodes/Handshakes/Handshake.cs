using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>Batches of one frame, as a handshake has them.</summary>
internal static class Handshake
{
    /// <summary>A batch of one frame.</summary>
    public static ReadOnlyMemory<byte> Frame<TFrame>(FrameWriting<TFrame> write, TFrame frame)
    {
        var buffer = new FrameBuffer(256);
        var start = FrameStream.Begin(buffer);
        write(buffer, frame);
        FrameStream.End(buffer, start);
        return buffer.Written;
    }

    /// <summary>Opens a batch of one frame.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="references">Makes references of addresses.</param>
    /// <param name="limits">What is refused.</param>
    /// <param name="kind">What the frame is.</param>
    /// <param name="record">The frame's record, which tells what an older build has not written.</param>
    /// <returns>A reader that stands after the kind.</returns>
    /// <exception cref="WireFormatException">It is no such batch.</exception>
    public static MessageReader Open(
        ReadOnlyMemory<byte> batch,
        IReferenceResolver references,
        WireLimits limits,
        out FrameKind kind,
        out WireRecord record)
    {
        if (!FrameStream.TryTake(ref batch, out var frame) || batch.Length > 0)
        {
            throw new WireFormatException("A handshake: expected one frame, found something else.");
        }

        var reader = new MessageReader(frame, references, limits);
        record = reader.BeginRecord(1);
        kind = reader.ReadEnum<FrameKind>();
        return reader;
    }
}
