using System.Collections.Immutable;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// The certificates that a hub accepts no more, by their serial numbers, and the names of their nodes. One that is
/// revoked while its node is connected costs that node its membership, within a heartbeat. A name that was revoked
/// comes back with a token that was made after that, and with none before. From any thread.
/// </summary>
public sealed class RevocationRegister
{
    private State _state = new([], ImmutableDictionary<NodeId, DateTimeOffset>.Empty);

    /// <summary>Accepts the certificates of these serial numbers no more.</summary>
    public RevocationRegister(IEnumerable<Guid> serials) => Replace(serials, []);

    /// <summary>What is accepted no more.</summary>
    public IReadOnlySet<Guid> Serials => Volatile.Read(ref _state).Serials;

    /// <summary>When a name was revoked last; null for never.</summary>
    public DateTimeOffset? WhenRevoked(NodeId node) =>
        Volatile.Read(ref _state).Names.TryGetValue(node, out var when) ? when : null;

    /// <summary>Refuses these from now on, and no others.</summary>
    /// <param name="serials">Of certificates.</param>
    /// <param name="names">Of nodes, with when each was revoked last.</param>
    public void Replace(IEnumerable<Guid> serials, IEnumerable<KeyValuePair<NodeId, DateTimeOffset>> names) =>
        Volatile.Write(ref _state, new State([.. serials], names.ToImmutableDictionary()));

    private sealed record State(ImmutableHashSet<Guid> Serials, ImmutableDictionary<NodeId, DateTimeOffset> Names);
}
