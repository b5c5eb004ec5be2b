namespace Decentral.Actors;

/// <summary>The place of an actor and its incarnation there.</summary>
/// <param name="Node">The process it lives in.</param>
/// <param name="Path">Names from the root, joined by <c>/</c>; unique among the living of a node.</param>
/// <param name="Incarnation">Grows by at least one whenever a path is used again on a node.</param>
public readonly record struct ActorAddress(NodeId Node, string Path, long Incarnation) : IComparable<ActorAddress>
{
    /// <summary>The last name of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <inheritdoc />
    public int CompareTo(ActorAddress other)
    {
        var byNode = Node.CompareTo(other.Node);
        if (byNode != 0)
        {
            return byNode;
        }

        var byPath = string.CompareOrdinal(Path, other.Path);
        return byPath != 0 ? byPath : Incarnation.CompareTo(other.Incarnation);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Node}/{Path}#{Incarnation}";
}
