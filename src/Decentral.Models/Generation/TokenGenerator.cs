using System.Runtime.InteropServices;
using Decentral.Models.Decoders;
using Decentral.Models.Replicas;

namespace Decentral.Models.Generation;

/// <summary>
/// Continues a text token by token. Keys and values are kept, so that a token costs one token's work; when the context
/// is full, its older half is forgotten and the newer one read again.
/// </summary>
public sealed class TokenGenerator : IDisposable
{
    private readonly DecoderReplica _replica;
    private readonly SamplingOptions _options;
    private readonly DecoderCache _cache;
    private readonly float[] _logits;

    /// <param name="replica">Must not be trained meanwhile, and must outlive the generator.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public TokenGenerator(DecoderReplica replica, SamplingOptions options)
    {
        options.Validate();
        _replica = replica;
        _options = options;
        _cache = replica.CreateCache();
        _logits = new float[replica.Options.Vocabulary];
    }

    /// <summary>The tokens that follow a prompt, each computed when it is asked for.</summary>
    /// <param name="prompt">At least one token; of a prompt beyond the context only its end is read.</param>
    /// <param name="count">How many tokens to add.</param>
    /// <exception cref="ArgumentException">The prompt is empty or has a token that the model does not know.</exception>
    public IEnumerable<int> Generate(ReadOnlyMemory<long> prompt, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (prompt.IsEmpty)
        {
            throw new ArgumentException("The prompt is empty; a decoder continues at least one token.", nameof(prompt));
        }

        return Continue([.. MemoryMarshal.ToEnumerable(prompt)], count);
    }

    /// <summary>Frees the keys and values.</summary>
    public void Dispose() => _cache.Dispose();

    private IEnumerable<int> Continue(List<long> tokens, int count)
    {
        var promptLength = tokens.Count;
        _cache.Clear();
        var read = Math.Max(0, tokens.Count - _replica.Options.Context);
        while (tokens.Count < promptLength + count)
        {
            if (_cache.Length + tokens.Count - read > _replica.Options.Context)
            {
                _cache.Clear();
                read = tokens.Count - Math.Max(1, _replica.Options.Context / 2);
            }

            _replica.Continue(CollectionsMarshal.AsSpan(tokens)[read..], _cache, _logits);
            read = tokens.Count;
            var next = TokenSampler.Sample(_logits, _options, tokens.Count);
            tokens.Add(next);
            yield return next;
        }
    }
}
