using System.Collections.Immutable;
using Decentral.Actors;

namespace Decentral.Pipeline.Tests.Wiring;

/// <summary>Peers, and a clock's beginning.</summary>
internal static class Peers
{
    internal static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly ImmutableSortedSet<ActorAddress> None = [];

    internal static ActorAddress Peer(string node) => new(new NodeId(node), "stage", 1);
}
