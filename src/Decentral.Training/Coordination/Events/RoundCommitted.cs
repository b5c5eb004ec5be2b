using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A round counts: its leases are used, and its aggregate is the one with this digest. Never changed; only ever undone as a whole by a roll-back.</summary>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Round">The round.</param>
/// <param name="Digest">Of the encoded aggregate.</param>
/// <param name="Contributions">What it is made of, in member order.</param>
/// <param name="PublishedBytes">Size of the encoded aggregate with its header.</param>
public sealed record RoundCommitted(
    FragmentId Fragment, Round Round, string Digest, ImmutableArray<Contribution> Contributions, long PublishedBytes)
    : CoordinatorEvent;
