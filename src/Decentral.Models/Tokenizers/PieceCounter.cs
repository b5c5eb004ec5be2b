namespace Decentral.Models.Tokenizers;

/// <summary>Counts how often each piece occurs in text that comes in parts.</summary>
internal sealed class PieceCounter
{
    /// <summary>Bounds the memory that text without boundaries, such as base 64, can claim.</summary>
    private const int MaximumPieces = 1 << 22;

    private readonly PreTokenizer _preTokenizer;
    private readonly PendingText _pending = new();
    private readonly Dictionary<byte[], long> _counts = new(ByteSequenceComparer.Instance);
    private readonly Dictionary<byte[], long>.AlternateLookup<ReadOnlySpan<byte>> _countBySpan;

    public PieceCounter(PreTokenizer preTokenizer)
    {
        _preTokenizer = preTokenizer;
        _countBySpan = _counts.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Pieces with their counts, in the order of their first occurrence.</summary>
    public IReadOnlyCollection<KeyValuePair<byte[], long>> Counts => _counts;

    public void Append(ReadOnlySpan<byte> text)
    {
        if (_pending.Append(text))
        {
            Count(isFinal: false);
        }
    }

    public void EndDocument() => Count(isFinal: true);

    private void Count(bool isFinal)
    {
        var taker = new PieceTaker(this);
        _pending.Take(_preTokenizer.Split(_pending.Get(isFinal), isFinal, ref taker));
        _pending.Settle();
    }

    private void Count(ReadOnlySpan<byte> piece)
    {
        if (_countBySpan.TryGetValue(piece, out var count))
        {
            _countBySpan[piece] = count + 1;
            return;
        }

        if (_counts.Count == MaximumPieces)
        {
            throw new InvalidDataException(
                $"The text has more than {MaximumPieces} different words: it is hardly text. Train on a part of it.");
        }

        _countBySpan[piece] = 1;
    }

    private readonly struct PieceTaker(PieceCounter counter) : IPieceTaker
    {
        public void Take(ReadOnlySpan<byte> piece) => counter.Count(piece);
    }
}
