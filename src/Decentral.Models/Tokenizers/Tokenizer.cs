using System.Buffers;
using System.Text;

namespace Decentral.Models.Tokenizers;

/// <summary>
/// A reversible map between bytes and tokens: decoding what was encoded gives the same bytes, for any bytes. Immutable,
/// and safe from any number of threads; each text that is encoded piece by piece has an encoder of its own.
/// </summary>
public abstract class Tokenizer
{
    private protected Tokenizer()
    {
    }

    /// <summary>All tokens are at least 0 and below this; not every number need be in use.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The token that ends a document, or null when the vocabulary has none.</summary>
    public abstract int? EndOfText { get; }

    /// <summary>Equal for tokenizers that encode every text alike, different for others.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>An encoder at the beginning of a text.</summary>
    public abstract TokenEncoder CreateEncoder();

    /// <summary>
    /// Writes the bytes that the tokens stand for; a special token gives its own text, if it has one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is no token of this vocabulary.</exception>
    public abstract void Decode(ReadOnlySpan<int> tokens, IBufferWriter<byte> text);

    /// <summary>The tokens of a whole text.</summary>
    public int[] Encode(ReadOnlySpan<byte> text)
    {
        var tokens = new ArrayBufferWriter<int>(Math.Max(text.Length, 1));
        var encoder = CreateEncoder();
        encoder.Append(text, tokens);
        encoder.Finish(tokens);
        return tokens.WrittenSpan.ToArray();
    }

    /// <summary>The tokens of a whole text. An unpaired surrogate becomes U+FFFD, as UTF-8 has no form of it.</summary>
    public int[] Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes that the tokens stand for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is no token of this vocabulary.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> tokens)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(tokens.Length, 1));
        Decode(tokens, text);
        return text.WrittenSpan.ToArray();
    }

    /// <summary>The text that the tokens stand for; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is no token of this vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> tokens) => Encoding.UTF8.GetString(DecodeBytes(tokens));

    private protected string NoSuchToken(int token) => $"{token} is no token of this vocabulary of {VocabularySize}.";
}
