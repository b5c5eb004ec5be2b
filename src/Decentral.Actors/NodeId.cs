namespace Decentral.Actors;

/// <summary>A process that takes part, by a name that stays the same over its restarts.</summary>
/// <param name="Name">Unique in a run; ordinal comparison.</param>
public readonly record struct NodeId(string Name) : IComparable<NodeId>
{
    /// <inheritdoc />
    public int CompareTo(NodeId other) => string.CompareOrdinal(Name, other.Name);

    /// <inheritdoc />
    public override string ToString() => Name;
}
