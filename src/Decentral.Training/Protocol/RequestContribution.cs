namespace Decentral.Training.Protocol;

/// <summary>A shard lacks this worker's contribution and asks for it, perhaps again.</summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Round">The round.</param>
public readonly record struct RequestContribution(Term Term, FragmentId Fragment, Round Round);
