using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>A sign of life, or its answer.</summary>
/// <param name="Kind">Which.</param>
/// <param name="SentAt">The sender's clock, which the answer repeats.</param>
internal readonly record struct PingFrame(FrameKind Kind, long SentAt)
{
    public static void Write(FrameBuffer output, PingFrame frame)
    {
        var writer = FrameRecord.Begin(output, frame.Kind, 1);
        writer.Write(frame.SentAt);
        writer.Flush();
    }
}
