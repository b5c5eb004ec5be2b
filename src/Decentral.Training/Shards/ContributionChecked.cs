using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>The lane has looked at a contribution of another node.</summary>
/// <param name="Contribution">The contribution.</param>
/// <param name="From">Who sent it.</param>
/// <param name="Norm">Its Euclidean norm; not finite where a value is not.</param>
internal sealed record ContributionChecked(Transferred<ContributionHeader> Contribution, ActorRef From, double Norm) : IDisposable
{
    public void Dispose() => Contribution.Dispose();
}
