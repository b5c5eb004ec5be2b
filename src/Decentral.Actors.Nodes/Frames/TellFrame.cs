using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Formats;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>A message as it leaves.</summary>
internal readonly record struct TellFrame(
    ActorAddress Receiver, ActorRef Sender, MessageFormat Format, object Carried, WireLimits Limits)
{
    public static void Write(FrameBuffer output, TellFrame frame)
    {
        var writer = FrameRecord.Begin(output, FrameKind.Tell, 3, frame.Limits);
        writer.Write(frame.Receiver);
        writer.Write(frame.Sender);
        writer.WriteManifest(frame.Format);
        frame.Format.WriteCarried(ref writer, frame.Carried);
        writer.Flush();
    }
}
