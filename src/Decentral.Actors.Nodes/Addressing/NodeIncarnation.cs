namespace Decentral.Actors.Nodes.Addressing;

/// <summary>
/// Incarnations of nodes, and of actors by them. A node's is the time of its start in milliseconds, unless the hub has
/// known a higher one; it makes up the upper bits of its actors' incarnations, so that these too grow over restarts.
/// </summary>
internal static class NodeIncarnation
{
    private const int ActorBits = 22;

    /// <summary>The highest there can be; beyond it an actor's would overflow.</summary>
    public const long Highest = long.MaxValue >> ActorBits;

    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The incarnation of a node that starts now.</summary>
    /// <param name="now">The wall clock.</param>
    /// <param name="floor">The highest that is known of.</param>
    public static long Next(DateTimeOffset now, long floor) =>
        Math.Max(Math.Max(1, (long)(now - Epoch).TotalMilliseconds), floor + 1);

    /// <summary>Whether there can be an incarnation that is higher.</summary>
    public static bool HasNext(long floor) => floor < Highest;

    /// <summary>
    /// Whether an incarnation can be that of a node whose clock is right to a day. A higher one is not believed: it
    /// would bar the node's name for all incarnations below.
    /// </summary>
    public static bool IsPlausible(long node, DateTimeOffset now) =>
        node >= 1 && node <= (now - Epoch + TimeSpan.FromDays(1)).TotalMilliseconds;

    /// <summary>What the incarnations of a node's actors are counted from.</summary>
    public static long FirstOfActors(long node) => checked(node * (1L << ActorBits));

    /// <summary>The incarnation of the node that an actor lives, or lived, on.</summary>
    public static long OfActor(long actor) => actor >> ActorBits;
}
