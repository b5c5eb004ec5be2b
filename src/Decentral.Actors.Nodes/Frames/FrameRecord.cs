using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>How all frames begin: a record, whose first field says what it is.</summary>
internal static class FrameRecord
{
    /// <summary>Begins a frame; whoever ends it flushes the writer.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="fields">Fields after the kind.</param>
    /// <param name="limits">What it may take; null for what is usual.</param>
    public static MessageWriter Begin(FrameBuffer output, FrameKind kind, int fields, WireLimits? limits = null)
    {
        var writer = new MessageWriter(output, limits ?? WireLimits.Default);
        writer.BeginRecord(1 + fields);
        writer.WriteEnum(kind);
        return writer;
    }
}
