using System.Buffers;

namespace Decentral.Models.Tokenizers;

/// <summary>
/// Encodes one text after another, each piece by piece: however a text is cut into pieces, its tokens are the same. Not
/// safe for use by several threads at once.
/// </summary>
public abstract class TokenEncoder
{
    private protected TokenEncoder()
    {
    }

    /// <summary>Takes the next piece of the text and writes the tokens that can no longer change.</summary>
    /// <exception cref="InvalidDataException">The text is not in a form that the tokenizer encodes.</exception>
    public abstract void Append(ReadOnlySpan<byte> text, IBufferWriter<int> tokens);

    /// <summary>Ends the text, writes its last tokens, and stands at the beginning of the next.</summary>
    /// <exception cref="InvalidDataException">The text is not in a form that the tokenizer encodes.</exception>
    public abstract void Finish(IBufferWriter<int> tokens);
}
