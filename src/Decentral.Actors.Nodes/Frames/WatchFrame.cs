using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>A watch, its end, or the news it was for.</summary>
internal readonly record struct WatchFrame(FrameKind Kind, ActorAddress Watched, ActorAddress Watcher)
{
    public static void Write(FrameBuffer output, WatchFrame frame)
    {
        var writer = new MessageWriter(output, WireLimits.Default);
        writer.BeginRecord(3);
        writer.WriteEnum(frame.Kind);
        writer.Write(frame.Watched);
        writer.Write(frame.Watcher);
        writer.Flush();
    }
}
