using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>A node leaves on purpose.</summary>
internal readonly record struct LeaveFrame(string Reason)
{
    public static void Write(FrameBuffer output, LeaveFrame frame)
    {
        var writer = new MessageWriter(output, WireLimits.Default);
        writer.BeginRecord(2);
        writer.WriteEnum(FrameKind.Leave);
        writer.Write(frame.Reason);
        writer.Flush();
    }
}
