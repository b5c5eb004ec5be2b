using System.Diagnostics.CodeAnalysis;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// Aggregates that arrived and are not yet applied: the next version's waits for the lane, later ones for the state that a
/// joiner is fetching. Owns them.
/// </summary>
/// <param name="isAsynchronous">Whether each has an outcome of its own: many may come within one step, and none may be left out.</param>
internal sealed class Publications(bool isAsynchronous = false) : IDisposable
{
    /// <summary>A joiner that is further behind than this fetches a newer state.</summary>
    private readonly int _mostHeld = isAsynchronous ? 256 : 4;

    private readonly SortedDictionary<long, Transferred<PublishedHeader>> _byRound = [];

    /// <summary>Whether the aggregate that leads on from a version is there.</summary>
    public bool LeadOnFrom(Round version) => _byRound.ContainsKey(version.Next.Value);

    /// <summary>Takes an aggregate over, for a repetition of it or for the oldest where there are too many.</summary>
    public void Add(Transferred<PublishedHeader> publication)
    {
        var round = publication.Header.Round.Value;
        if (_byRound.Remove(round, out var earlier))
        {
            earlier.Dispose();
        }

        _byRound.Add(round, publication);
        if (_byRound.Count > _mostHeld)
        {
            Remove(_byRound.First().Key);
        }
    }

    /// <summary>Hands over the aggregate that leads on from a version, and drops what is older.</summary>
    public bool TryTakeNext(Round version, [NotNullWhen(true)] out Transferred<PublishedHeader>? next)
    {
        Drop(publication => publication.Header.Round <= version);
        return _byRound.Remove(version.Next.Value, out next);
    }

    /// <summary>Drops what came in a lower term.</summary>
    public void DropBefore(Term term) => Drop(publication => publication.Header.Term < term);

    public void Dispose() => Drop(static _ => true);

    private void Drop(Func<Transferred<PublishedHeader>, bool> isDropped)
    {
        foreach (var (round, publication) in _byRound.ToArray())
        {
            if (isDropped(publication))
            {
                Remove(round);
            }
        }
    }

    private void Remove(long round)
    {
        if (_byRound.Remove(round, out var publication))
        {
            publication.Dispose();
        }
    }
}
