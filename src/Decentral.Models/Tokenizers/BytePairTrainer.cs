using System.Collections.Immutable;
using System.Text;

namespace Decentral.Models.Tokenizers;

/// <summary>
/// Learns a byte-pair vocabulary from text: it cuts the text as GPT-2 does, then merges the most frequent pair of
/// adjacent tokens, of equals the one with the smaller tokens, again and again. The same documents give the same
/// vocabulary: the one that Hugging Face's trainer learns with GPT-2's alphabet. A merge costs what it changes, as
/// pairs are counted once and afterwards only around the places of a merge.
/// </summary>
public sealed class BytePairTrainer
{
    private const int ByteCount = 256;

    private readonly BytePairTrainingOptions _options;
    private readonly PieceCounter _pieces = new(PreTokenizer.Gpt2);

    /// <exception cref="ArgumentException">
    /// The vocabulary has no room for the bytes and the special tokens, or a special token is empty or there twice.
    /// </exception>
    public BytePairTrainer(BytePairTrainingOptions options)
    {
        var (size, special) = (options.VocabularySize, options.SpecialTokens);
        if (size < ByteCount + special.Length)
        {
            throw new ArgumentException(
                $"A vocabulary of {size} has no room for {ByteCount} bytes and {special.Length} special tokens; " +
                $"it takes at least {ByteCount + special.Length}.",
                nameof(options));
        }

        if (special.Contains("") || special.Distinct().Count() != special.Length)
        {
            throw new ArgumentException("Special tokens are not empty and differ from each other.", nameof(options));
        }

        _options = options;
    }

    /// <summary>Takes the next bytes of the current document.</summary>
    /// <exception cref="InvalidDataException">There are too many different words to be text.</exception>
    public void Append(ReadOnlySpan<byte> text) => _pieces.Append(text);

    /// <summary>Ends the current document: no piece reaches into the next.</summary>
    /// <exception cref="InvalidDataException">There are too many different words to be text.</exception>
    public void EndDocument() => _pieces.EndDocument();

    /// <summary>Learns the vocabulary of the documents so far.</summary>
    public BytePairTokenizer Train(CancellationToken cancellationToken)
    {
        var tokens = new List<byte[]>(_options.VocabularySize);
        tokens.AddRange(_options.SpecialTokens.Select(Encoding.UTF8.GetBytes));
        tokens.AddRange(ByteLevelAlphabet.BytesInOrder.Select(value => new[] { value }));
        var merges = Learn(tokens, cancellationToken);
        var special = _options.SpecialTokens.Select((text, id) => new AddedToken(id, text, IsSpecial: true));
        var options = new BytePairOptions { PreTokenizer = PreTokenizer.Gpt2 };
        return new BytePairTokenizer(new BytePairModel([.. tokens], merges, [.. special], options));
    }

    private ImmutableArray<Merge> Learn(List<byte[]> tokens, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<byte[], int>(ByteSequenceComparer.Instance);
        for (var id = _options.SpecialTokens.Length; id < tokens.Count; id++)
        {
            ids.Add(tokens[id], id);
        }

        var byteIds = Enumerable.Range(0, ByteCount).Select(value => ids[[(byte)value]]).ToArray();
        var words = _pieces.Counts.Select(piece => (piece.Key.Select(value => byteIds[value]).ToArray(), piece.Value));
        var learner = new MergeLearner([.. words]);
        var merges = ImmutableArray.CreateBuilder<Merge>();
        while (tokens.Count < _options.VocabularySize
            && learner.MergeNext(_options.MinimumFrequency, NameMerged) is { } merge)
        {
            cancellationToken.ThrowIfCancellationRequested();
            merges.Add(merge);
        }

        return merges.ToImmutable();

        // Two pairs can join to the same bytes: "aa" + "a" and "a" + "aa".
        int NameMerged(int left, int right)
        {
            byte[] joined = [.. tokens[left], .. tokens[right]];
            if (!ids.TryGetValue(joined, out var id))
            {
                id = tokens.Count;
                tokens.Add(joined);
                ids.Add(joined, id);
            }

            return id;
        }
    }
}
