namespace Decentral.Models.Tokenizers;

/// <summary>
/// GPT-2's one-to-one map between bytes and printable characters, in which byte-level vocabularies are written: bytes
/// that print stand for themselves, the others for U+0100 and on, in their order (<c>Ġ</c> is the space).
/// </summary>
internal static class ByteLevelAlphabet
{
    private const int ByteCount = 256;

    private static readonly char[] CharacterOf = BuildCharacters();
    private static readonly Dictionary<char, byte> ByteOf =
        Enumerable.Range(0, ByteCount).ToDictionary(value => CharacterOf[value], value => (byte)value);

    /// <summary>All bytes, in the order of their characters: the first tokens of every byte-level vocabulary.</summary>
    public static IEnumerable<byte> BytesInOrder =>
        Enumerable.Range(0, ByteCount).Select(value => (byte)value).OrderBy(value => CharacterOf[value]);

    public static string Write(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = bytes.Length <= 256 ? stackalloc char[bytes.Length] : new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            characters[i] = CharacterOf[bytes[i]];
        }

        return characters.ToString();
    }

    /// <summary>
    /// The bytes that <paramref name="text"/> stands for; null when a character of it stands for none.
    /// </summary>
    public static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!ByteOf.TryGetValue(text[i], out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }

    private static char[] BuildCharacters()
    {
        var characters = new char[ByteCount];
        var next = (char)ByteCount;
        for (var value = 0; value < ByteCount; value++)
        {
            characters[value] = Prints((char)value) ? (char)value : next++;
        }

        return characters;
    }

    private static bool Prints(char c) => c is (>= '!' and <= '~') or (>= '¡' and <= '¬') or (>= '®' and <= 'ÿ');
}
