using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>A round's encoded aggregate, kept until the next one replaces it.</summary>
/// <param name="Result">What is said of it to the coordinator.</param>
/// <param name="TokensThrough">Tokens leased up to the end of the round.</param>
/// <param name="Arrivals">Contributions to all rounds of the fragment before.</param>
/// <param name="Aggregate">The encoded aggregate.</param>
/// <param name="Owed">What its codec has left, and the next round is to bring; empty where it leaves nothing.</param>
/// <param name="Contributions">
/// What it is made of, each with its sender, until it is committed: without one of them the others are combined again.
/// </param>
internal sealed record Reduction(
    FragmentReduced Result,
    long TokensThrough,
    long Arrivals,
    Payload Aggregate,
    float[] Owed,
    ImmutableArray<(Transferred<ContributionHeader> Contribution, ActorRef From)> Contributions) : IDisposable
{
    public void Dispose()
    {
        Aggregate.Dispose();
        foreach (var (contribution, _) in Contributions)
        {
            contribution.Dispose();
        }
    }
}
