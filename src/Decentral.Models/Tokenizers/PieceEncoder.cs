using System.Buffers;

namespace Decentral.Models.Tokenizers;

/// <summary>Encodes pieces, and remembers short ones: most of a text are repetitions.</summary>
internal sealed class PieceEncoder
{
    private const int MaximumKnownPieces = 1 << 16;
    private const int MaximumKnownPieceBytes = 32;

    private readonly BytePairModel _model;
    private readonly PieceMerger _merger;
    private readonly Dictionary<byte[], int[]> _known = new(ByteSequenceComparer.Instance);
    private readonly Dictionary<byte[], int[]>.AlternateLookup<ReadOnlySpan<byte>> _knownBySpan;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _tokenBySpan;

    public PieceEncoder(BytePairModel model)
    {
        _model = model;
        _merger = new PieceMerger(model.MergeTable);
        _knownBySpan = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        _tokenBySpan = model.PieceTokens.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public void Encode(ReadOnlySpan<byte> piece, IBufferWriter<int> tokens)
    {
        if (piece.Length > MaximumKnownPieceBytes)
        {
            var destination = tokens.GetSpan(piece.Length)[..piece.Length];
            tokens.Advance(Merge(piece, destination));
            return;
        }

        if (!_knownBySpan.TryGetValue(piece, out var known))
        {
            known = Learn(piece);
        }

        tokens.Write(known);
    }

    private int[] Learn(ReadOnlySpan<byte> piece)
    {
        Span<int> merged = stackalloc int[MaximumKnownPieceBytes];
        var known = merged[..Merge(piece, merged[..piece.Length])].ToArray();
        if (_known.Count == MaximumKnownPieces)
        {
            _known.Clear();
        }

        _knownBySpan[piece] = known;
        return known;
    }

    private int Merge(ReadOnlySpan<byte> piece, Span<int> tokens)
    {
        if (_model.Options.IgnoresMerges && _tokenBySpan.TryGetValue(piece, out var whole))
        {
            tokens[0] = whole;
            return 1;
        }

        for (var i = 0; i < piece.Length; i++)
        {
            tokens[i] = _model.ByteTokens[piece[i]];
        }

        return _merger.Merge(tokens);
    }
}
