namespace Decentral.Training.Protocol;

/// <summary>A shard holds this worker's contribution, or needs it no more.</summary>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Round">The round.</param>
/// <param name="Shard">Which life of the shard holds it.</param>
public readonly record struct ContributionTaken(FragmentId Fragment, Round Round, Incarnation Shard);
