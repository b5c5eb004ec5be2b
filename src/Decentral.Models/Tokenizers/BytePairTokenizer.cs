using System.Buffers;
using System.Security.Cryptography;

namespace Decentral.Models.Tokenizers;

/// <summary>
/// Byte-level byte-pair encoding as GPT-2, Llama 3 and Qwen use it, in Hugging Face's <c>tokenizer.json</c>. Added
/// tokens are found wherever they occur in a text; none is put before or after a text
/// (<c>add_special_tokens=False</c>). Decoding gives back what was encoded, byte for byte, unless the file asks for a
/// prefix space. (A piece without a boundary for a mebibyte, which the published patterns leave whole, is cut there.)
/// </summary>
public sealed class BytePairTokenizer : Tokenizer
{
    private readonly BytePairModel _model;
    private readonly Lazy<string> _fingerprint;

    internal BytePairTokenizer(BytePairModel model)
    {
        _model = model;
        _fingerprint = new Lazy<string>(() => $"bpe:{Convert.ToHexStringLower(SHA256.HashData(ToJson()))}");
    }

    /// <inheritdoc/>
    public override int VocabularySize => _model.Tokens.Length;

    /// <summary>
    /// The added token <c>&lt;|endoftext|&gt;</c>, <c>&lt;|end_of_text|&gt;</c> or <c>&lt;/s&gt;</c>.
    /// </summary>
    public override int? EndOfText => _model.EndOfText;

    /// <inheritdoc/>
    public override string Fingerprint => _fingerprint.Value;

    /// <summary>Tokens that stand for their own text outside of merging.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => _model.AddedTokens;

    /// <summary>How many merges there are.</summary>
    public int MergeCount => _model.Merges.Length;

    internal BytePairModel Model => _model;

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is not one, or asks for what is not supported; the message names the
    /// field.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BytePairTokenizer Load(string path) => TokenizerFile.Load(path);

    /// <summary>Reads the content of a <c>tokenizer.json</c>.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="origin">What the message of an error calls it: a file name, say.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Load"/>.</exception>
    public static BytePairTokenizer Parse(ReadOnlyMemory<byte> json, string origin) =>
        TokenizerFile.Parse(json, origin);

    /// <summary>The tokenizer as <c>tokenizer.json</c>, which Hugging Face's library reads.</summary>
    public byte[] ToJson() => TokenizerJsonWriter.Write(_model);

    /// <summary>Writes <see cref="ToJson"/> beside <paramref name="path"/> and renames it there.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => TokenizerFile.Save(path, ToJson());

    /// <inheritdoc/>
    public override TokenEncoder CreateEncoder() => new BytePairEncoder(_model);

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<int> tokens, IBufferWriter<byte> text)
    {
        foreach (var token in tokens)
        {
            var bytes = (uint)token < (uint)_model.Tokens.Length ? _model.Tokens[token] : null;
            text.Write(bytes ?? throw new ArgumentOutOfRangeException(nameof(tokens), token, NoSuchToken(token)));
        }
    }
}
