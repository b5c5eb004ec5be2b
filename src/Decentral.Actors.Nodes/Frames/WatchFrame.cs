using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>A watch, its end, or the news it was for.</summary>
internal readonly record struct WatchFrame(FrameKind Kind, ActorAddress Watched, ActorAddress Watcher)
{
    public static void Write(FrameBuffer output, WatchFrame frame)
    {
        var writer = FrameRecord.Begin(output, frame.Kind, 2);
        writer.Write(frame.Watched);
        writer.Write(frame.Watcher);
        writer.Flush();
    }
}
