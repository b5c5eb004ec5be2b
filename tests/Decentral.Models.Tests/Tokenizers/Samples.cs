using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Tokenizers;

/// <summary>Texts to try tokenizers on.</summary>
internal static class Samples
{
    private static readonly string[] Fragments =
    [
        "the", "The", "return", "a", "aa", " ", "  ", "   ", "\n", "\r\n", "\t", " \n", "'s", "'S", "'re", "'RE", "'",
        "'x", "don't", "1", "12", "2345", "٣", "½", "Ⅷ", "é", "ſ", "'ſ", "日本", "한국", "e\u0301", "\u00a0", "\u0085",
        "\u2003", "\u3000", "\u200b", "!", "?!", "...", "_", "<|endoftext|>", "<|end", "<|im_start|>", "<|im", "<|im_",
        "|>", "<", "$", "€", "ب",
    ];

    /// <summary>Texts of the basic plane, in which the framework's regular expressions see what Unicode's do.</summary>
    public static Arbitrary<string> BasicPlane { get; } =
        Gen.Elements(Fragments).ArrayOf().Select(string.Concat).ToArbitrary();

    /// <summary>Texts and other bytes, and a text's pieces: where it is cut, counted from the last cut.</summary>
    public static Arbitrary<(byte[] Bytes, int[] Cuts)> AnyCut { get; } =
        (from text in Gen.Elements([.. Fragments, "😀", "𝒳𝒴", "𐍈"]).ArrayOf().Select(string.Concat)
         from bytes in ArbMap.Default.GeneratorFor<byte[]>()
         from order in Gen.Choose(0, 2)
         from cuts in Gen.Choose(1, 9).NonEmptyListOf()
         select (Join(Encoding.UTF8.GetBytes(text), bytes, order), cuts.ToArray())).ToArbitrary();

    private static byte[] Join(byte[] text, byte[] bytes, int order) => order switch
    {
        0 => text,
        1 => [.. text, .. bytes],
        _ => [.. bytes, .. text, .. bytes],
    };
}
