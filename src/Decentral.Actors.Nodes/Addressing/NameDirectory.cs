using System.Collections.Concurrent;

namespace Decentral.Actors.Nodes.Addressing;

/// <summary>
/// Who bears which well-known name, on all nodes, as far as the hub's news has come. From any thread.
/// </summary>
internal sealed class NameDirectory
{
    private readonly ConcurrentDictionary<string, ActorAddress> _bearers = new(StringComparer.Ordinal);

    /// <summary>Names at one time; what is beyond it is refused.</summary>
    public const int MaxNames = 4096;

    /// <summary>Names of one node but the hub, at one time.</summary>
    public const int MaxNamesOfOne = 256;

    /// <summary>Characters of a name.</summary>
    public const int MaxNameLength = 256;

    public IReadOnlyList<KeyValuePair<string, ActorAddress>> All => [.. _bearers];

    public ActorAddress? Find(string name) => _bearers.TryGetValue(name, out var bearer) ? bearer : null;

    /// <summary>Why a name cannot be given, in words; null where it can.</summary>
    public string? FindObstacle(string name) =>
        string.IsNullOrWhiteSpace(name) ? "it is empty."
        : name.Length > MaxNameLength ? $"it is longer than {MaxNameLength} characters."
        : _bearers.Count >= MaxNames && !_bearers.ContainsKey(name) ? $"there are {MaxNames} names, which is the most."
        : null;

    /// <summary>How many names a node bears.</summary>
    public int CountOf(NodeId node) => _bearers.Count(pair => pair.Value.Node == node);

    /// <summary>Forgets all, where somebody tells anew who bears which.</summary>
    public void Clear() => _bearers.Clear();

    /// <summary>Learns who bears a name; null for nobody.</summary>
    public void Learn(string name, ActorAddress? bearer)
    {
        if (bearer is { } address)
        {
            _bearers[name] = address;
        }
        else
        {
            _bearers.TryRemove(name, out _);
        }
    }

    /// <summary>Forgets a bearer, unless another has taken the name.</summary>
    public bool TryForget(string name, ActorAddress bearer) =>
        _bearers.TryRemove(KeyValuePair.Create(name, bearer));

    /// <summary>Forgets the bearers of a node up to an incarnation of it.</summary>
    /// <returns>The names that nobody bears now.</returns>
    public IReadOnlyList<string> ForgetNode(NodeId node, long incarnation)
    {
        List<string> freed = [];
        foreach (var (name, bearer) in _bearers)
        {
            if (bearer.Node == node
                && NodeIncarnation.OfActor(bearer.Incarnation) <= incarnation
                && TryForget(name, bearer))
            {
                freed.Add(name);
            }
        }

        return freed;
    }
}
