namespace Decentral.Models.Tokenizers;

/// <summary>
/// Merges the tokens of a piece: always the pair of lowest rank, the leftmost of equals, until none is left. The tokens
/// form a linked list, and a heap holds the pairs that may merge: O(n log n) for n bytes. Keeps its memory for the next
/// piece.
/// </summary>
internal sealed class PieceMerger(MergeTable merges)
{
    private const int None = -1;

    /// <summary>Positions by (rank, position). An entry whose pair has changed since is passed over.</summary>
    private readonly PriorityQueue<int, long> _candidates = new();

    private int[] _tokens = [];
    private int[] _next = [];
    private int[] _previous = [];

    /// <summary>Merges in place; returns how many tokens are left, at the start of <paramref name="tokens"/>.</summary>
    public int Merge(Span<int> tokens)
    {
        Link(tokens);
        while (_candidates.TryDequeue(out var position, out var priority))
        {
            var right = _next[position];
            if (right != None && Rank(position, out var merged) == (int)(priority >> 32))
            {
                Join(position, right, merged);
            }
        }

        return Collect(tokens);
    }

    private void Link(ReadOnlySpan<int> tokens)
    {
        if (_tokens.Length < tokens.Length)
        {
            var capacity = Math.Max(tokens.Length, 2 * _tokens.Length);
            (_tokens, _next, _previous) = (new int[capacity], new int[capacity], new int[capacity]);
        }

        tokens.CopyTo(_tokens);
        for (var position = 0; position < tokens.Length; position++)
        {
            _previous[position] = position - 1;
            _next[position] = position + 1 < tokens.Length ? position + 1 : None;
        }

        for (var position = 0; position < tokens.Length; position++)
        {
            Consider(position);
        }
    }

    private void Join(int position, int right, int merged)
    {
        _tokens[position] = merged;
        var after = _next[right];
        _next[position] = after;
        _next[right] = None;
        if (after != None)
        {
            _previous[after] = position;
        }

        Consider(position);
        if (_previous[position] != None)
        {
            Consider(_previous[position]);
        }
    }

    private void Consider(int position)
    {
        var rank = Rank(position, out _);
        if (rank != MergeTable.NoRank)
        {
            _candidates.Enqueue(position, ((long)rank << 32) | (uint)position);
        }
    }

    private int Rank(int position, out int merged)
    {
        merged = None;
        return _next[position] == None
            ? MergeTable.NoRank
            : merges.Find(_tokens[position], _tokens[_next[position]], out merged);
    }

    private int Collect(Span<int> tokens)
    {
        var count = 0;
        for (var position = 0; position != None && position < tokens.Length; position = _next[position])
        {
            tokens[count++] = _tokens[position];
        }

        return count;
    }
}
