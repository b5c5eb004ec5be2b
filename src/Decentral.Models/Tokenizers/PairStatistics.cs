namespace Decentral.Models.Tokenizers;

/// <summary>
/// How often each pair of adjacent tokens occurs, in which words, and which is the most frequent. Counts are exact; the
/// heap holds old ones too, which are put right when they come up.
/// </summary>
internal sealed class PairStatistics
{
    private readonly Dictionary<ulong, Occurrences> _pairs = [];
    private readonly PriorityQueue<ulong, (long Count, ulong Pair)> _byFrequency = new(MostFrequentFirst.Instance);

    /// <summary>Counts occurrences in a word that is not yet ranked; <see cref="Rank"/> follows.</summary>
    public void Add(ulong pair, int word, long count)
    {
        if (!_pairs.TryGetValue(pair, out var occurrences))
        {
            _pairs.Add(pair, occurrences = new Occurrences());
        }

        occurrences.Count += count;
        if (count > 0 && (occurrences.Words.Count == 0 || occurrences.Words[^1] != word))
        {
            occurrences.Words.Add(word);
        }
    }

    /// <summary>Lets a pair whose count has grown be found by it.</summary>
    public void Rank(ulong pair)
    {
        if (_pairs.TryGetValue(pair, out var occurrences) && occurrences.Count > 0)
        {
            _byFrequency.Enqueue(pair, (occurrences.Count, pair));
        }
    }

    public void RankAll()
    {
        foreach (var pair in _pairs.Keys)
        {
            Rank(pair);
        }
    }

    /// <summary>
    /// Takes the most frequent pair out, of equals the smallest; null when none occurs. The words are those in which it
    /// occurs, and perhaps others in which it did.
    /// </summary>
    public (ulong Pair, long Count, IReadOnlyList<int> Words)? TakeMostFrequent()
    {
        while (_byFrequency.TryDequeue(out var pair, out var ranked))
        {
            if (!_pairs.TryGetValue(pair, out var occurrences))
            {
                continue;
            }

            if (occurrences.Count == ranked.Count)
            {
                _pairs.Remove(pair);
                return (pair, occurrences.Count, occurrences.Words);
            }

            if (occurrences.Count < ranked.Count)
            {
                Rank(pair);
            }
        }

        return null;
    }

    private sealed class Occurrences
    {
        public long Count { get; set; }

        public List<int> Words { get; } = [];
    }

    private sealed class MostFrequentFirst : IComparer<(long Count, ulong Pair)>
    {
        public static MostFrequentFirst Instance { get; } = new();

        public int Compare((long Count, ulong Pair) x, (long Count, ulong Pair) y) =>
            x.Count != y.Count ? y.Count.CompareTo(x.Count) : x.Pair.CompareTo(y.Pair);
    }
}
