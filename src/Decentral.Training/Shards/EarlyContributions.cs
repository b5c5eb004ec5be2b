using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>
/// Contributions that came before the round that they will stand in was collected, the last of each worker: whoever trains on its own
/// clock may send one while another round is combined. Owns their payloads.
/// </summary>
internal sealed class EarlyContributions : IDisposable
{
    private readonly SortedDictionary<WorkerId, (Transferred<ContributionHeader> Contribution, ActorRef From)> _byWorker = [];

    /// <summary>Takes a contribution over, or releases it where there are as many as can be awaited.</summary>
    /// <returns>Whether it is kept.</returns>
    /// <param name="contribution">What came.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="most">As many as there may be.</param>
    public bool Keep(Transferred<ContributionHeader> contribution, ActorRef from, int most)
    {
        var worker = contribution.Header.Worker;
        if (_byWorker.Remove(worker, out var earlier))
        {
            earlier.Contribution.Dispose();
        }

        if (_byWorker.Count >= most)
        {
            contribution.Dispose();
            return false;
        }

        _byWorker.Add(worker, (contribution, from));
        return true;
    }

    /// <summary>Hands those over that are awaited, in member order. The caller owns them.</summary>
    public ImmutableArray<(Transferred<ContributionHeader> Contribution, ActorRef From)> TakeAwaited(Collection collection)
    {
        var awaited = _byWorker.Values.Where(early => collection.Awaits(early.Contribution.Header)).ToImmutableArray();
        foreach (var (contribution, _) in awaited)
        {
            _byWorker.Remove(contribution.Header.Worker);
        }

        return awaited;
    }

    /// <summary>Releases what is left: nobody will wait for it.</summary>
    public void Clear()
    {
        foreach (var (contribution, _) in _byWorker.Values)
        {
            contribution.Dispose();
        }

        _byWorker.Clear();
    }

    public void Dispose() => Clear();
}
