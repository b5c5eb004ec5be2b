namespace Decentral.Training.Protocol;

/// <summary>
/// What a worker sends for one fragment in one round; the payload is its encoded update. Keyed by fragment, round with
/// its opening, worker and incarnation: a repetition changes nothing.
/// </summary>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Round">The round; its base is version <c>Round - 1</c>, or the one before where updates come a round late.</param>
/// <param name="Opened">The term in which the round was opened: it tells it from one of that number that was undone.</param>
/// <param name="Worker">Whose.</param>
/// <param name="Incarnation">Which life of the worker.</param>
/// <param name="Tokens">Tokens trained in the round.</param>
/// <param name="MeanLoss">Mean training loss over them, in nats a token.</param>
public sealed record ContributionHeader(
    FragmentId Fragment, Round Round, Term Opened, WorkerId Worker, Incarnation Incarnation, long Tokens, double MeanLoss)
{
    /// <summary>
    /// Tokens trained since the fragment's last contribution, or since the worker took up the global parameters: what the
    /// contribution weighs in the mean. With one fragment these are the tokens of the round.
    /// </summary>
    public required long Weight { get; init; }

    /// <summary>Inner steps that changed nothing, as their gradients were not finite.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>
    /// Of the version that the update is based on. Null where replicas make inner steps alike, which each device rounds in its own
    /// way.
    /// </summary>
    public ReplicaDigest? Base { get; init; }

    /// <summary>
    /// That version: the one before the round, or the one before that, where outcomes come a round late and the worker had not taken
    /// the last one up.
    /// </summary>
    public Round BaseVersion { get; init; }
}
