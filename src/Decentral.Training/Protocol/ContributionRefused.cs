using Decentral.Actors;

namespace Decentral.Training.Protocol;

/// <summary>A shard has refused a contribution: it is not what it should be, or not from whom it says.</summary>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Round">The round.</param>
/// <param name="Opened">The term in which the round was opened.</param>
/// <param name="Worker">Whose it was said to be.</param>
/// <param name="From">Who sent it.</param>
/// <param name="Reason">What was wrong with it, in words.</param>
public sealed record ContributionRefused(
    FragmentId Fragment, Round Round, Term Opened, WorkerId Worker, ActorRef From, string Reason);
