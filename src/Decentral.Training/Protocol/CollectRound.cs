using System.Collections.Immutable;

namespace Decentral.Training.Protocol;

/// <summary>
/// Collect a round's contributions and reduce them when all are there. Repeated with fewer participants when one is struck
/// off, and again for a committed round whose publication was lost with the shard that held it.
/// </summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Round">The round.</param>
/// <param name="Opened">The term in which the round was opened: it tells it from one of that number that was undone.</param>
/// <param name="TokensThrough">Tokens leased up to the end of the round, which the learning rate follows.</param>
/// <param name="Arrivals">Contributions to all rounds of the fragment before.</param>
/// <param name="Participants">Whose contributions to wait for, in member order.</param>
/// <param name="TellsEach">Whether each contribution is reported at once, as the round may be closed before all are there.</param>
public sealed record CollectRound(
    Term Term, Round Round, Term Opened, long TokensThrough, long Arrivals, ImmutableArray<Participant> Participants, bool TellsEach)
    : ShardOrder(Term);
