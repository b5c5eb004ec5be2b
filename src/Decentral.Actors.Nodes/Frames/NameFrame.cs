using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>Who bears a well-known name; nobody where the bearer is null.</summary>
/// <param name="Name">The name.</param>
/// <param name="Bearer">Who bears it.</param>
/// <param name="IsReminder">
/// Whether it is said again because a link is back: it may have been taken over meanwhile, and is not taken back by
/// that.
/// </param>
internal readonly record struct NameFrame(string Name, ActorAddress? Bearer, bool IsReminder = false)
{
    public static void Write(FrameBuffer output, NameFrame frame)
    {
        var writer = FrameRecord.Begin(output, FrameKind.Name, 3);
        writer.Write(frame.Name);
        writer.Write(frame.Bearer);
        writer.Write(frame.IsReminder);
        writer.Flush();
    }
}
