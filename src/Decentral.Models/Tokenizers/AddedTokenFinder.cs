using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Decentral.Models.Tokenizers;

/// <summary>Finds added tokens in text: the leftmost occurrence, and there the longest.</summary>
internal sealed class AddedTokenFinder
{
    /// <summary>By descending length, so that the first to match is the longest.</summary>
    private readonly ImmutableArray<(byte[] Text, int Id)> _tokens;
    private readonly SearchValues<byte> _firstBytes;

    public AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        _tokens =
        [
            .. tokens.Select(token => (Text: Encoding.UTF8.GetBytes(token.Content), token.Id))
                .OrderByDescending(token => token.Text.Length),
        ];
        _firstBytes = SearchValues.Create([.. _tokens.Select(token => token.Text[0]).Distinct()]);
    }

    /// <summary>Where the next added token is, or might begin.</summary>
    /// <param name="text">Where to look.</param>
    /// <param name="isFinal">Whether nothing follows.</param>
    public AddedTokenMatch Find(ReadOnlySpan<byte> text, bool isFinal)
    {
        var start = 0;
        while (text[start..].IndexOfAny(_firstBytes) is var step && step >= 0)
        {
            start += step;
            if (MatchAt(text[start..], isFinal) is var (id, length))
            {
                return new AddedTokenMatch(start, length, id);
            }

            start++;
        }

        return new AddedTokenMatch(text.Length, 0, Id: null);
    }

    /// <summary>The token here, its id null while it depends on what follows; null when there is none.</summary>
    private (int? Id, int Length)? MatchAt(ReadOnlySpan<byte> text, bool isFinal)
    {
        foreach (var (token, id) in _tokens)
        {
            if (text.StartsWith(token))
            {
                return (id, token.Length);
            }

            if (!isFinal && token.AsSpan().StartsWith(text))
            {
                return (null, 0);
            }
        }

        return null;
    }
}
