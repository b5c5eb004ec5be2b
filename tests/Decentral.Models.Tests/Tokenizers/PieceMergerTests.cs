using Decentral.Models.Tokenizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class PieceMergerTests
{
    /// <summary>Few tokens, so that pairs overlap and merges feed each other.</summary>
    private static readonly Arbitrary<(Merge[] Merges, int[] Tokens)> AnyMerges =
        (from merges in (from left in Gen.Choose(0, 5)
                         from right in Gen.Choose(0, 5)
                         from merged in Gen.Choose(0, 8)
                         select new Merge(left, right, merged)).ArrayOf()
         from tokens in Gen.Choose(0, 5).ArrayOf()
         select (merges, tokens)).ToArbitrary();

    [Fact]
    public void Merge_AnyMergesAndTokens_AgreesWithTheDefinition() =>
        Prop.ForAll(AnyMerges, sample =>
        {
            var tokens = sample.Tokens.ToArray();

            var count = new PieceMerger(new MergeTable(sample.Merges)).Merge(tokens);

            Assert.Equal(MergeSlowly(sample.Merges, sample.Tokens), tokens[..count]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_OneMergerForManyPieces_KeepsNothingOfTheFormer()
    {
        var merges = new MergeTable([new Merge(0, 1, 2), new Merge(2, 2, 3)]);
        var merger = new PieceMerger(merges);
        foreach (var length in new[] { 9, 2, 0, 1, 30, 3 })
        {
            int[] tokens = [.. Enumerable.Range(0, length).Select(i => i % 2)];
            var expected = new PieceMerger(merges).Merge(tokens.ToArray());

            Assert.Equal(expected, merger.Merge(tokens));
        }
    }

    [Fact]
    public void Merge_Hello_FollowsTheRanksStepByStep()
    {
        // h=0 e=1 l=2 o=3. Ranks: "l l" -> 4, "h e" -> 5, "he ll" -> 6, "l o" -> 7, "hell o" -> 8.
        var merges = new MergeTable(
            [new Merge(2, 2, 4), new Merge(0, 1, 5), new Merge(5, 4, 6), new Merge(2, 3, 7), new Merge(6, 3, 8)]);
        int[] hello = [0, 1, 2, 2, 3];
        int[] helo = [0, 1, 2, 3];

        Assert.Equal(1, new PieceMerger(merges).Merge(hello));
        Assert.Equal(8, hello[0]);
        Assert.Equal(2, new PieceMerger(merges).Merge(helo));
        Assert.Equal([5, 7], helo[..2]);
    }

    [Fact]
    public void Merge_LongRun_PairsFromTheLeft()
    {
        var merges = new MergeTable([new Merge(0, 0, 1), new Merge(1, 1, 2)]);
        var tokens = new int[100_003];

        var count = new PieceMerger(merges).Merge(tokens);

        // 25,000 quadruples, one pair, one single.
        Assert.Equal(25_002, count);
        Assert.Equal([2, 1, 0], tokens[(count - 3)..count]);
    }

    /// <summary>Merges one pair at a time: of all pairs the lowest rank, of those the leftmost.</summary>
    private static int[] MergeSlowly(Merge[] merges, int[] tokens)
    {
        var current = tokens.ToList();
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, current.Count - 1))
                .Select(at => (Rank: RankOf(current[at], current[at + 1]), at))
                .Where(pair => pair.Rank >= 0)
                .Order()
                .Select(pair => ((int Rank, int At)?)pair)
                .FirstOrDefault();
            if (best is not var (rank, position))
            {
                return [.. current];
            }

            current[position] = merges[rank].Merged;
            current.RemoveAt(position + 1);
        }

        int RankOf(int left, int right) => Array.FindLastIndex(merges, m => (m.Left, m.Right) == (left, right));
    }
}
