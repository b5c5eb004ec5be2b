using System.Buffers;

namespace Decentral.Models.Tokenizers;

/// <summary>Cuts text at added tokens, what is between them into pieces, and encodes those.</summary>
internal sealed class BytePairEncoder(BytePairModel model) : TokenEncoder
{
    private readonly PieceEncoder _pieces = new(model);
    private readonly PendingText _pending = new();
    private bool _isAtSegmentStart = true;

    public override void Append(ReadOnlySpan<byte> text, IBufferWriter<int> tokens)
    {
        if (_pending.Append(text))
        {
            Encode(isFinal: false, tokens);
        }
    }

    public override void Finish(IBufferWriter<int> tokens)
    {
        Encode(isFinal: true, tokens);
        _isAtSegmentStart = true;
    }

    private void Encode(bool isFinal, IBufferWriter<int> tokens)
    {
        if (model.Options.NeedsNormalizationFormC && NormalizationFormC.FindDoubt(_pending.Get(isFinal)) is { } doubt)
        {
            throw new InvalidDataException(
                $"The tokenizer wants text in Unicode normalization form C (normalizer: NFC), and " +
                $"U+{doubt.Value:X4} may not be in it. Normalise the text first, with 'uconv -x any-nfc', say.");
        }

        while (EncodeSegment(isFinal, tokens))
        {
        }

        _pending.Settle();
    }

    /// <summary>Encodes up to and with the next added token; false when there is none.</summary>
    private bool EncodeSegment(bool isFinal, IBufferWriter<int> tokens)
    {
        var text = _pending.Get(isFinal);
        var next = model.AddedTokenFinder.Find(text, isFinal);
        var length = next.Start;
        if (_isAtSegmentStart && length > 0)
        {
            _isAtSegmentStart = false;
            if (model.Options.PreTokenizer.AddsPrefixSpace && text[0] != ' ')
            {
                _pending.PrependSpace();
                length++;
            }
        }

        var pieces = new PieceTaker(_pieces, tokens);
        var isWhole = isFinal || next.Id is not null;
        _pending.Take(model.Options.PreTokenizer.Split(_pending.Get(isFinal)[..length], isWhole, ref pieces));
        if (next.Id is not { } id)
        {
            return false;
        }

        tokens.Write([id]);
        _pending.Take(next.Length);
        _isAtSegmentStart = true;
        return true;
    }

    private readonly struct PieceTaker(PieceEncoder pieces, IBufferWriter<int> tokens) : IPieceTaker
    {
        public void Take(ReadOnlySpan<byte> piece) => pieces.Encode(piece, tokens);
    }
}
