using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>A round's encoded aggregate, kept until the next one replaces it.</summary>
/// <param name="Result">What is said of it to the coordinator.</param>
/// <param name="TokensThrough">Tokens leased up to the end of the round.</param>
/// <param name="Arrivals">Contributions to all rounds before.</param>
/// <param name="Aggregate">The encoded aggregate.</param>
/// <param name="Owed">What its codec has left, and the next round is to bring; empty where it leaves nothing.</param>
internal sealed record Reduction(
    FragmentReduced Result, long TokensThrough, long Arrivals, Payload Aggregate, float[] Owed) : IDisposable
{
    public void Dispose() => Aggregate.Dispose();
}
