using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>Who bears a well-known name; nobody where the bearer is null.</summary>
internal readonly record struct NameFrame(string Name, ActorAddress? Bearer)
{
    public static void Write(FrameBuffer output, NameFrame frame)
    {
        var writer = new MessageWriter(output, WireLimits.Default);
        writer.BeginRecord(3);
        writer.WriteEnum(FrameKind.Name);
        writer.Write(frame.Name);
        writer.Write(frame.Bearer);
        writer.Flush();
    }
}
