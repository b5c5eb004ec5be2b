using System.Collections.Immutable;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// The certificates that a hub accepts no more, by their serial numbers. One that is revoked while its node is
/// connected costs that node its membership, within a heartbeat. Whoever has a token can still join with it: revoke
/// that too. From any thread.
/// </summary>
public sealed class RevocationRegister
{
    private ImmutableHashSet<Guid> _serials;

    /// <summary>Accepts the certificates of these serial numbers no more.</summary>
    public RevocationRegister(IEnumerable<Guid> serials) => _serials = [.. serials];

    /// <summary>What is accepted no more.</summary>
    public IReadOnlySet<Guid> Serials => _serials;

    /// <summary>Accepts one more of them no more.</summary>
    /// <returns>Whether it was accepted before.</returns>
    public bool Revoke(Guid serial) => ImmutableInterlocked.Update(
        ref _serials, static (known, one) => known.Add(one), serial);
}
