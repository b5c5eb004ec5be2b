using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>A frame of bulk data that has come, of which the route has been read.</summary>
/// <param name="Link">The session over whose link it came.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Route">Where from, and where to.</param>
/// <param name="Record">The frame's record.</param>
/// <param name="Bytes">The frame.</param>
/// <param name="Rest">What follows it in the batch; the bytes of a chunk.</param>
internal readonly record struct TransferFrame(
    Session Link,
    FrameKind Kind,
    TransferRoute Route,
    WireRecord Record,
    ReadOnlyMemory<byte> Bytes,
    ReadOnlyMemory<byte> Rest);
