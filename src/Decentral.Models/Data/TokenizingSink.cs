using System.Buffers;
using System.Collections.Immutable;
using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>
/// Encodes documents into token shards. Between two documents stands the vocabulary's end-of-text token or, where it
/// has none, an empty line.
/// </summary>
internal sealed class TokenizingSink(Tokenizer tokenizer, string folder, long shardTokens) : ITextSink, IDisposable
{
    private const int DrainAtTokens = 1 << 16;

    private readonly TokenEncoder _encoder = tokenizer.CreateEncoder();
    private readonly ArrayBufferWriter<int> _tokens = new();
    private readonly ImmutableArray<ShardReference>.Builder _shards = ImmutableArray.CreateBuilder<ShardReference>();
    private TokenShardWriter? _writer;
    private bool _isInDocument;
    private bool _isSeparatorDue;

    public bool IsFull => false;

    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (_isSeparatorDue)
        {
            WriteSeparator();
        }

        _isInDocument = true;
        _encoder.Append(text, _tokens);
        if (_tokens.WrittenCount >= DrainAtTokens)
        {
            Drain();
        }
    }

    public void EndDocument()
    {
        if (_isInDocument)
        {
            _encoder.Finish(_tokens);
            _isInDocument = false;
            _isSeparatorDue = true;
        }
    }

    /// <summary>Seals the last shard; the shards are in the order of the token stream.</summary>
    public ImmutableArray<ShardReference> Complete()
    {
        EndDocument();
        Drain();
        CompleteShard();
        return _shards.ToImmutable();
    }

    public void Dispose() => _writer?.Dispose();

    private void WriteSeparator()
    {
        _isSeparatorDue = false;
        if (tokenizer.EndOfText is { } end)
        {
            _tokens.Write([end]);
        }
        else
        {
            _encoder.Append("\n\n"u8, _tokens);
            _encoder.Finish(_tokens);
        }
    }

    private void Drain()
    {
        ReadOnlySpan<int> tokens = _tokens.WrittenSpan;
        while (!tokens.IsEmpty)
        {
            _writer ??= new TokenShardWriter(folder, tokenizer.VocabularySize);
            var count = (int)Math.Min(tokens.Length, shardTokens - _writer.TokenCount);
            _writer.Append(tokens[..count]);
            tokens = tokens[count..];
            if (_writer.TokenCount == shardTokens)
            {
                CompleteShard();
            }
        }

        _tokens.ResetWrittenCount();
    }

    private void CompleteShard()
    {
        if (_writer is not null)
        {
            _shards.Add(_writer.Complete());
            _writer.Dispose();
            _writer = null;
        }
    }
}
