namespace Decentral.Actors.Nodes.Membership;

/// <summary>
/// The highest incarnation of each node that is known. Names are for others to choose, so there may be any number of
/// them: beyond a bound the lowest are forgotten, and whoever is not known then counts as known up to the highest that
/// was forgotten. Incarnations of all nodes are times of their starts, so that says little of one that starts later.
/// </summary>
/// <param name="capacity">Names at one time.</param>
internal sealed class IncarnationFloors(int capacity)
{
    private readonly Dictionary<NodeId, long> _floors = [];

    /// <summary>The highest that was forgotten; 0 for none.</summary>
    public long Forgotten { get; private set; }

    public int Count => _floors.Count;

    /// <summary>The floor of a node, by what is known of it or was forgotten of others.</summary>
    public long Of(NodeId node) => Math.Max(_floors.GetValueOrDefault(node), Forgotten);

    /// <summary>The floor of a node of which it is known.</summary>
    public bool TryFind(NodeId node, out long floor) => _floors.TryGetValue(node, out floor);

    public void Raise(NodeId node, long incarnation)
    {
        if (TryFind(node, out var floor) && floor >= incarnation)
        {
            return;
        }

        _floors[node] = incarnation;
        if (_floors.Count > capacity)
        {
            ForgetHalf();
        }
    }

    // Half at a time, so that it costs little for each.
    private void ForgetHalf()
    {
        var lowest = _floors.OrderBy(static pair => pair.Value).ThenBy(static pair => pair.Key);
        foreach (var (node, incarnation) in lowest.Take((capacity + 1) / 2).ToArray())
        {
            _floors.Remove(node);
            Forgotten = Math.Max(Forgotten, incarnation);
        }
    }
}
