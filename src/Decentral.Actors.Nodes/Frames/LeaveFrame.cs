using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>A node leaves on purpose.</summary>
internal readonly record struct LeaveFrame(string Reason)
{
    public static void Write(FrameBuffer output, LeaveFrame frame)
    {
        var writer = FrameRecord.Begin(output, FrameKind.Leave, 1);
        writer.Write(frame.Reason);
        writer.Flush();
    }
}
