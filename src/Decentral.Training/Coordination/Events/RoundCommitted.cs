using System.Collections.Immutable;
using System.Text.Json.Serialization;
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
    : CoordinatorEvent
{
    /// <summary>Inner steps that changed nothing, as their gradients were not finite.</summary>
    [JsonIgnore]
    public int SkippedSteps => Contributions.Sum(contribution => contribution.SkippedSteps);

    /// <summary>Whose they were, in words.</summary>
    [JsonIgnore]
    public string SkippedByWorker => string.Join(", ", Contributions
        .Where(contribution => contribution.SkippedSteps > 0)
        .Select(contribution => $"{contribution.SkippedSteps} of {contribution.Worker}"));
}
