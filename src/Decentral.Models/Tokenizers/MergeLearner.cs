namespace Decentral.Models.Tokenizers;

/// <summary>Merges pairs in counted words, the most frequent first.</summary>
internal sealed class MergeLearner
{
    private readonly int[][] _words;
    private readonly int[] _lengths;
    private readonly long[] _counts;
    private readonly PairStatistics _pairs = new();

    /// <summary>Pairs that the current merge has made more frequent.</summary>
    private readonly HashSet<ulong> _grown = [];

    /// <param name="words">The tokens of each word, and how often the word occurs.</param>
    public MergeLearner(IReadOnlyCollection<(int[] Tokens, long Count)> words)
    {
        _words = [.. words.Select(word => word.Tokens)];
        _lengths = [.. _words.Select(word => word.Length)];
        _counts = [.. words.Select(word => word.Count)];
        for (var word = 0; word < _words.Length; word++)
        {
            var tokens = _words[word];
            for (var i = 0; i + 1 < tokens.Length; i++)
            {
                _pairs.Add(Merge.PairOf(tokens[i], tokens[i + 1]), word, _counts[word]);
            }
        }

        _pairs.RankAll();
    }

    /// <summary>
    /// Takes the most frequent pair, if it occurs often enough, and puts a token in its place everywhere.
    /// </summary>
    /// <param name="minimumFrequency">How often is enough.</param>
    /// <param name="nameMerged">Gives the token that the pair becomes.</param>
    /// <returns>What was merged; null when no pair occurs often enough.</returns>
    public Merge? MergeNext(int minimumFrequency, Func<int, int, int> nameMerged)
    {
        if (_pairs.TakeMostFrequent() is not var (pair, count, words) || count < minimumFrequency)
        {
            return null;
        }

        var (left, right) = ((int)(pair >> 32), (int)(uint)pair);
        var merge = new Merge(left, right, nameMerged(left, right));
        foreach (var word in words)
        {
            Apply(merge, word);
        }

        foreach (var grown in _grown)
        {
            _pairs.Rank(grown);
        }

        _grown.Clear();
        return merge;
    }

    private void Apply(Merge merge, int word)
    {
        var tokens = _words[word].AsSpan(0, _lengths[word]);
        var kept = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (i + 1 == tokens.Length || tokens[i] != merge.Left || tokens[i + 1] != merge.Right)
            {
                tokens[kept++] = tokens[i];
                continue;
            }

            if (kept > 0)
            {
                var before = tokens[kept - 1];
                Replace(merge, word, Merge.PairOf(before, merge.Left), Merge.PairOf(before, merge.Merged));
            }

            if (i + 2 < tokens.Length)
            {
                var after = tokens[i + 2];
                Replace(merge, word, Merge.PairOf(merge.Right, after), Merge.PairOf(merge.Merged, after));
            }

            tokens[kept++] = merge.Merged;
            i++;
        }

        _lengths[word] = kept;
    }

    /// <summary>One occurrence of a pair beside the merge becomes one of another pair.</summary>
    private void Replace(Merge merge, int word, ulong before, ulong after)
    {
        // The merged pair itself is gone altogether.
        if (before != merge.Pair)
        {
            _pairs.Add(before, word, -_counts[word]);
        }

        _pairs.Add(after, word, _counts[word]);
        _grown.Add(after);
    }
}
