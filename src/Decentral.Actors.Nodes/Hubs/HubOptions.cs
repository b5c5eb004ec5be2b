using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>What only a hub is given.</summary>
public sealed record HubOptions
{
    /// <summary>Members that one hub takes at most, itself included: its welcome names them all.</summary>
    public const int MostMembers = MemberFrame.MaxMembers;

    /// <summary>Where it listens; port 0 lets the system choose one.</summary>
    public required Uri Listen { get; init; }

    /// <summary>How it is known and whom it lets in; null for everybody on its own machine.</summary>
    public HubKeys? Keys { get; init; }

    /// <summary>
    /// The incarnation of the hub's last start, where it is known: the new one is higher even if the clock went back.
    /// </summary>
    public long FormerIncarnation { get; init; }

    /// <summary>Members at one time, the hub included; at most <see cref="MostMembers"/>.</summary>
    public int MaxMembers { get; init; } = 1024;

    /// <summary>
    /// Which well-known names are for the hub's own actors, and given to no other node: those of the parts that all
    /// trust. None where nothing is said.
    /// </summary>
    public Func<string, bool> IsReserved { get; init; } = static _ => false;

    /// <summary>Connections that have not yet proved who they are, at one time.</summary>
    public int MaxStrangers { get; init; } = 64;
}
