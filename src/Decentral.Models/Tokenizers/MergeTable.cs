namespace Decentral.Models.Tokenizers;

/// <summary>Which pairs of tokens merge, into what, and which of them first.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int NoRank = int.MaxValue;

    private readonly Dictionary<ulong, (int Rank, int Merged)> _merges;

    /// <param name="merges">The merges in the order of their ranks; of a pair that comes twice the last counts.</param>
    public MergeTable(IReadOnlyCollection<Merge> merges)
    {
        _merges = new Dictionary<ulong, (int Rank, int Merged)>(merges.Count);
        foreach (var (rank, merge) in merges.Index())
        {
            _merges[merge.Pair] = (rank, merge.Merged);
        }
    }

    /// <summary>The rank of the pair, lower first, or <see cref="NoRank"/>.</summary>
    public int Find(int left, int right, out int merged)
    {
        var isKnown = _merges.TryGetValue(Merge.PairOf(left, right), out var found);
        merged = found.Merged;
        return isKnown ? found.Rank : NoRank;
    }
}
