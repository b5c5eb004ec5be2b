using System.Collections.Immutable;

namespace Decentral.Models.Tokenizers;

/// <summary>What a byte-level BPE tokenizer consists of, and what follows from it. Immutable.</summary>
internal sealed class BytePairModel
{
    private const int ByteCount = 256;

    private static readonly string[] UsualEndOfText = ["<|endoftext|>", "<|end_of_text|>", "</s>"];

    /// <param name="tokens">The bytes of each token; null where a number is not in use.</param>
    /// <param name="merges">In the order of their ranks; all their tokens are in use.</param>
    /// <param name="addedTokens">Tokens of their own text; they are in <paramref name="tokens"/> too.</param>
    /// <param name="options">How text is treated before merging.</param>
    /// <exception cref="InvalidDataException">A byte has no token: some text could not be encoded.</exception>
    public BytePairModel(
        ImmutableArray<byte[]?> tokens,
        ImmutableArray<Merge> merges,
        ImmutableArray<AddedToken> addedTokens,
        BytePairOptions options)
    {
        Tokens = tokens;
        Merges = merges;
        AddedTokens = addedTokens;
        Options = options;
        MergeTable = new MergeTable(merges);
        AddedTokenFinder = new AddedTokenFinder(addedTokens);
        PieceTokens = CollectPieces();
        ByteTokens = CollectBytes();
        EndOfText = UsualEndOfText
            .Select(text => addedTokens.FirstOrDefault(token => token.Content == text)?.Id)
            .FirstOrDefault(id => id is not null);
    }

    public ImmutableArray<byte[]?> Tokens { get; }

    public ImmutableArray<Merge> Merges { get; }

    public ImmutableArray<AddedToken> AddedTokens { get; }

    public BytePairOptions Options { get; }

    public MergeTable MergeTable { get; }

    public AddedTokenFinder AddedTokenFinder { get; }

    /// <summary>The token of each byte.</summary>
    public ImmutableArray<int> ByteTokens { get; }

    /// <summary>Tokens by their bytes, added ones left out.</summary>
    public Dictionary<byte[], int> PieceTokens { get; }

    public int? EndOfText { get; }

    private Dictionary<byte[], int> CollectPieces()
    {
        var added = AddedTokens.Select(token => token.Id).ToHashSet();
        var pieces = new Dictionary<byte[], int>(Tokens.Length, ByteSequenceComparer.Instance);
        for (var id = 0; id < Tokens.Length; id++)
        {
            if (Tokens[id] is { } bytes && !added.Contains(id))
            {
                pieces.TryAdd(bytes, id);
            }
        }

        return pieces;
    }

    private ImmutableArray<int> CollectBytes()
    {
        var tokens = ImmutableArray.CreateBuilder<int>(ByteCount);
        for (var value = 0; value < ByteCount; value++)
        {
            tokens.Add(PieceTokens.TryGetValue([(byte)value], out var id)
                ? id
                : throw new InvalidDataException(
                    $"model.vocab has no token '{ByteLevelAlphabet.Write([(byte)value])}' for the byte 0x{value:X2}; " +
                    "a byte-level vocabulary has one for each byte."));
        }

        return tokens.MoveToImmutable();
    }
}
