using System.Text;
using System.Text.RegularExpressions;
using Decentral.Models.Tokenizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class PieceScannerTests
{
    public static TheoryData<string> Names => ["gpt2", "llama3", "qwen2"];

    [Theory]
    [MemberData(nameof(Names))]
    public void FirstPiece_AnyTextOfTheBasicPlane_CutsWhereThePatternDoes(string name) =>
        Prop.ForAll(Samples.BasicPlane, text =>
        {
            var (scanner, pattern) = Scanner(name);

            var expected = Regex.Matches(text, pattern, RegexOptions.CultureInvariant).Select(match => match.Value);

            Assert.Equal(expected, Pieces(scanner, text));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Names))]
    public void FirstPiece_TextThatGoesOn_IsThatOfTheWholeTextOrUndecided(string name) =>
        Prop.ForAll(Samples.AnyCut, sample =>
        {
            var (scanner, _) = Scanner(name);
            var whole = sample.Bytes.Length == 0 ? 0 : scanner.FirstPiece(sample.Bytes, isFinal: true);
            for (var length = 1; length <= sample.Bytes.Length; length++)
            {
                var part = sample.Bytes.AsSpan(0, length);
                if (Utf8Text.LengthOfWholeCharacters(part) == length)
                {
                    var first = scanner.FirstPiece(part, isFinal: false);
                    Assert.True(first == 0 || first == whole, $"{first} instead of {whole} from {length} bytes");
                }
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("gpt2", "Hello world's  end\n\n x", "Hello| world|'s| | end|\n\n| x")]
    [InlineData("gpt2", "I'LL", "I|'|LL")]
    [InlineData("gpt2", " 123abc", " 123|abc")]
    [InlineData("gpt2", "\tx", "\t|x")]
    [InlineData("llama3", "I'LL (go) 12345", "I|'LL| (|go|)| |123|45")]
    [InlineData("llama3", "\tx \n\n  y", "\tx| \n\n| | y")]
    [InlineData("llama3", "end.\n\nNew", "end|.\n\n|New")]
    [InlineData("qwen2", "x 12", "x| |1|2")]
    [InlineData("gpt2", "𝒳𝒴 𐍈", "𝒳𝒴| 𐍈")]
    [InlineData("gpt2", "😀😀 a", "😀😀| a")]
    public void FirstPiece_KnownText_CutsAsPublished(string name, string text, string expected) =>
        Assert.Equal(expected.Split('|'), Pieces(Scanner(name).Scanner, text));

    [Theory]
    [InlineData(true, "ab12c³", "ab|1|2|c|³")]
    [InlineData(false, "12ab34", "12|ab|34")]
    public void FirstPiece_Digits_PartsThemFromOtherText(bool isEachAPiece, string text, string expected) =>
        Assert.Equal(expected.Split('|'), Pieces(new DigitScanner(isEachAPiece), text));

    [Fact]
    public void FirstPiece_NoBoundaryForTooLong_IsCutBetweenCharacters()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("é", PieceScanner.MaximumPieceBytes));
        var scanner = new Gpt2Scanner();

        var pieces = Pieces(scanner, text).ToList();

        Assert.Equal(text, string.Concat(pieces));
        Assert.Equal(3, pieces.Count);
        Assert.All(pieces.Select(Encoding.UTF8.GetByteCount), Bounded);

        static void Bounded(int bytes) => Assert.InRange(bytes, 1, PieceScanner.MaximumPieceBytes);
    }

    private static (PieceScanner Scanner, string Pattern) Scanner(string name) => name switch
    {
        "gpt2" => (new Gpt2Scanner(), Gpt2Scanner.Pattern),
        "llama3" => (Gpt4Scanner.Llama3, WithLongS(Gpt4Scanner.Llama3.Pattern)),
        _ => (Gpt4Scanner.Qwen2, WithLongS(Gpt4Scanner.Qwen2.Pattern)),
    };

    /// <summary>Without regard to case ſ is an s, which .NET's expressions alone do not know.</summary>
    private static string WithLongS(string pattern) => pattern.Replace("'s|", "'[sſ]|", StringComparison.Ordinal);

    private static IEnumerable<string> Pieces(PieceScanner scanner, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var start = 0; start < bytes.Length;)
        {
            var length = scanner.FirstPiece(bytes.AsSpan(start), isFinal: true);
            yield return Encoding.UTF8.GetString(bytes, start, length);
            start += length;
        }
    }
}
