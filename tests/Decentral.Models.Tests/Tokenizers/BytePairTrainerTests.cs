using System.Text;
using System.Text.RegularExpressions;
using Decentral.Models.Tokenizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class BytePairTrainerTests
{
    /// <summary>Texts of few letters, in which pairs overlap and counts are often equal.</summary>
    private static readonly Arbitrary<(string[] Documents, int Merges, int MinimumFrequency)> AnyTexts =
        (from documents in Gen.Elements('a', 'b', 'c', ' ').ArrayOf().Select(letters => new string(letters)).ArrayOf()
         from merges in Gen.Choose(0, 12)
         from frequency in Gen.Choose(1, 3)
         select (documents, merges, frequency)).ToArbitrary();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Train_AnyTexts_LearnsWhatCountingAnewLearns() =>
        Prop.ForAll(AnyTexts, sample =>
        {
            var options = Options(256 + sample.Merges) with { MinimumFrequency = sample.MinimumFrequency };

            var learned = Train(options, sample.Documents).Model.Merges;

            Assert.Equal(
                LearnSlowly(sample.Documents, sample.Merges, sample.MinimumFrequency),
                learned.Select(merge => (merge.Left, merge.Right, merge.Merged)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Train_EqualCounts_MergesTheSmallerTokensFirst()
    {
        // Tokens are numbered in the order of the alphabet: "ab", "cd" and "xy" occur twice each.
        var tokenizer = Train(Options(256 + 3), "xy cd ab xy cd ab".Split(' '));

        Assert.Equal(["ab", "cd", "xy"], Enumerable.Range(256, 3).Select(id => tokenizer.Decode([id])));
    }

    [Fact]
    public void Train_TwoWaysToTheSameBytes_IsOneToken()
    {
        // "ab" and "bc" are the most frequent; then "ab c" and "a bc" both give "abc".
        string[] documents = [.. Enumerable.Repeat("ab", 9), .. Enumerable.Repeat("bc", 8), "abc", "abc", "bcbc"];

        var tokenizer = Train(Options(256 + 6), documents);

        Assert.Contains("abc", tokenizer.Model.Tokens.Select(token => Encoding.UTF8.GetString(token!)));
        Assert.Distinct(tokenizer.Model.Tokens.Select(token => Convert.ToHexString(token!)));
    }

    [Fact]
    public void Train_DocumentsCutAnyhow_GivesTheSameVocabulary()
    {
        const string Text = "the cat sat on the mat; the cats sat on the mats, don't they?";
        var whole = Train(Options(280), Text);
        var trainer = new BytePairTrainer(Options(280));
        foreach (var b in Encoding.UTF8.GetBytes(Text))
        {
            trainer.Append([b]);
        }

        trainer.EndDocument();

        Assert.Equal(whole.Fingerprint, trainer.Train(Token).Fingerprint);
    }

    [Fact]
    public void Train_TwoDocuments_MergesNothingAcrossThem() =>
        Assert.Empty(Train(Options(300), "a", "b", "a", "b").Model.Merges);

    [Fact]
    public void Train_TooLittleText_GivesASmallerVocabulary()
    {
        var tokenizer = Train(Options(1000), "aa aa");

        Assert.Equal(257, tokenizer.VocabularySize);
        Assert.Equal(1, tokenizer.MergeCount);
    }

    [Fact]
    public void Train_SpecialTokens_ComeFirstAndAreFound()
    {
        var options = Options(258) with { SpecialTokens = [BytePairTrainingOptions.EndOfText, "<pad>"] };

        var tokenizer = Train(options, "text");

        Assert.Equal([0, 1], tokenizer.AddedTokens.Select(token => token.Id));
        Assert.Equal(0, tokenizer.EndOfText);
        Assert.Equal(1, tokenizer.Encode("x<pad>")[1]);
        Assert.Equal(2, tokenizer.Encode("!")[0]);
    }

    [Fact]
    public void Train_Learned_EncodesAndDecodesWhatItLearnedFrom()
    {
        var text = string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"word{i % 37} and {i % 11}"));

        var tokenizer = Train(Options(400), text);
        var tokens = tokenizer.Encode(text);

        Assert.Equal(text, tokenizer.Decode(tokens));
        Assert.InRange(tokens.Length, 1, text.Length / 2);
    }

    [Theory]
    [InlineData(256, "<a>", "has no room for 256 bytes and 1 special tokens; it takes at least 257")]
    [InlineData(300, "", "not empty")]
    [InlineData(300, "<a>,<a>", "differ from each other")]
    public void Constructor_ImpossibleVocabulary_SaysWhy(int size, string special, string expected)
    {
        var options = new BytePairTrainingOptions { VocabularySize = size, SpecialTokens = [.. special.Split(',')] };

        var fault = Assert.Throws<ArgumentException>(() => new BytePairTrainer(options));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        var trainer = new BytePairTrainer(Options(300));
        trainer.Append("aaaa aaaa"u8);
        trainer.EndDocument();

        Assert.Throws<OperationCanceledException>(() => trainer.Train(new CancellationToken(canceled: true)));
    }

    private static BytePairTrainingOptions Options(int size) => new() { VocabularySize = size, SpecialTokens = [] };

    private static BytePairTokenizer Train(BytePairTrainingOptions options, params string[] documents)
    {
        var trainer = new BytePairTrainer(options);
        foreach (var document in documents)
        {
            trainer.Append(Encoding.UTF8.GetBytes(document));
            trainer.EndDocument();
        }

        return trainer.Train(Token);
    }

    /// <summary>Counts all pairs anew for each merge, by the definition.</summary>
    private static List<(int Left, int Right, int Merged)> LearnSlowly(
        string[] documents, int count, int minimumFrequency)
    {
        var tokens = ByteLevelAlphabet.BytesInOrder.Select(value => ((char)value).ToString()).ToList();
        var words = documents
            .SelectMany(document => Regex.Matches(document, Gpt2Scanner.Pattern).Select(match => match.Value))
            .Select(word => word.Select(letter => tokens.IndexOf(letter.ToString())).ToList())
            .ToList();
        var merges = new List<(int, int, int)>();
        while (tokens.Count < 256 + count)
        {
            var best = words
                .SelectMany(word => word.Zip(word.Skip(1)))
                .CountBy(pair => pair)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key)
                .FirstOrDefault();
            if (best.Value < minimumFrequency)
            {
                break;
            }

            var (left, right) = best.Key;
            var joined = tokens[left] + tokens[right];
            if (!tokens.Contains(joined))
            {
                tokens.Add(joined);
            }

            var merged = tokens.IndexOf(joined);
            merges.Add((left, right, merged));
            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) == (left, right))
                    {
                        word[i] = merged;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return merges;
    }
}
