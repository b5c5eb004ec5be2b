namespace Decentral.Actors.Nodes.Frames;

/// <summary>What a frame is. The numbers are the wire's and are never used for anything else.</summary>
internal enum FrameKind
{
    /// <summary>Not a frame.</summary>
    None = 0,

    /// <summary>The hub to whoever connects: who it is, which versions it speaks, and what to sign.</summary>
    Challenge = 1,

    /// <summary>A node to the hub: who it is, and the proof.</summary>
    Hello = 2,

    /// <summary>The hub takes the connection.</summary>
    Welcome = 3,

    /// <summary>The hub does not; with the reason in words.</summary>
    Refusal = 4,

    /// <summary>A sign of life, which is answered.</summary>
    Ping = 5,

    /// <summary>The answer to a ping, with its time.</summary>
    Pong = 6,

    /// <summary>A message from one actor to another; the message follows the frame's record.</summary>
    Tell = 7,

    /// <summary>An actor watches another.</summary>
    Watch = 8,

    /// <summary>It does so no more.</summary>
    Unwatch = 9,

    /// <summary>A watched actor has ended.</summary>
    Ended = 10,

    /// <summary>The hub's news of a member.</summary>
    MemberUp = 11,

    /// <summary>The hub's verdict on a member.</summary>
    MemberLost = 12,

    /// <summary>Who bears a well-known name, or that nobody does.</summary>
    Name = 13,

    /// <summary>A node leaves on purpose.</summary>
    Leave = 14,

    /// <summary>The hub's news that a member is connected again: what was sent to it meanwhile is lost.</summary>
    MemberBack = 15,

    /// <summary>Bulk data is offered; its header follows the frame's record.</summary>
    Offer = 20,

    /// <summary>An offer is taken, from an offset on.</summary>
    Accept = 21,

    /// <summary>A piece of bulk data, which follows the frame and ends the batch.</summary>
    Chunk = 22,

    /// <summary>A piece has arrived.</summary>
    Acknowledge = 23,

    /// <summary>Bulk data has reached its receiver, or was refused.</summary>
    Outcome = 24,
}
