using System.Collections.Immutable;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>The round that is being trained.</summary>
/// <param name="Round">Which.</param>
/// <param name="Opened">The term in which it was opened.</param>
/// <param name="TokensBefore">Tokens leased before it.</param>
/// <param name="TokensThrough">Tokens leased up to its end, by all whom it opened with.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="HasQuorum">Whether those who have not contributed are late. Not durable.</param>
/// <param name="Participants">Who still takes part, with their leases.</param>
public sealed record OpenRound(
    Round Round,
    Term Opened,
    long TokensBefore,
    long TokensThrough,
    DateTimeOffset OpenedAt,
    bool HasQuorum,
    ImmutableSortedDictionary<WorkerId, LeasedTo> Participants)
{
    /// <summary>What a participant trains for.</summary>
    public Opening WorkOf(LeasedTo lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return lease.WorkIn(new Opening(Round, Opened));
    }
}
