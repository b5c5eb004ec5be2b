using Decentral.Pipeline.Recovery;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class ParityLayoutTests
{
    [Fact]
    public void ChunkOf_FourMembers_RotatesAndEndsWithTheData()
    {
        var layout = new ParityLayout([10, 12, 5, 0]);

        Assert.Equal(4, layout.ParityLength);
        Assert.Equal([new(0, 4), new(4, 4), new(8, 2)], ChunksOf(layout, 0, 1, 2, 3));
        Assert.Equal([new(0, 4), new(4, 4), new(8, 4)], ChunksOf(layout, 1, 2, 3, 0));
        Assert.Equal([new(0, 4), new(4, 1), new(5, 0)], ChunksOf(layout, 2, 3, 0, 1));
        Assert.Equal([new(0, 0), new(0, 0), new(0, 0)], ChunksOf(layout, 3, 0, 1, 2));
    }

    [Fact]
    public void ChunkOf_AnyLengths_CoversEveryByteOnce() =>
        Prop.ForAll(Lengths.Arbitrary, lengths =>
        {
            var layout = new ParityLayout(lengths);
            for (var member = 0; member < lengths.Length; member++)
            {
                var chunks = Enumerable.Range(0, lengths.Length).Where(holder => holder != member)
                    .Select(holder => layout.ChunkOf(member, holder)).OrderBy(chunk => chunk.Offset).ToArray();
                var end = chunks.Aggregate(0L, (at, chunk) => chunk.Offset == at ? at + chunk.Length : -1);
                Assert.Equal(lengths[member], end);
                Assert.All(chunks, chunk => Assert.InRange(chunk.Length, 0, layout.ParityLength));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2, 1000)]
    [InlineData(3, 500)]
    [InlineData(5, 250)]
    [InlineData(8, 143)]
    public void ParityLength_EqualData_IsOneInOneLessThanTheMembers(int members, long expected)
    {
        var layout = new ParityLayout([.. Enumerable.Repeat(1000L, members)]);

        Assert.Equal(expected, layout.ParityLength);
    }

    [Fact]
    public void ParityLength_BeyondTwoGibibytes_IsExact()
    {
        var layout = new ParityLayout([1L << 40, 1L << 40, (1L << 40) + 1]);

        Assert.Equal((1L << 39) + 1, layout.ParityLength);
        Assert.Equal(new ParityChunk((1L << 39) + 1, 1L << 39), layout.ChunkOf(2, 1));
    }

    [Fact]
    public void Constructor_NoGroup_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParityLayout([1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParityLayout([1, -1]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 2)]
    public void ChunkOf_NoTwoMembers_Throws(int member, int holder) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParityLayout([1, 1]).ChunkOf(member, holder));

    private static IEnumerable<ParityChunk> ChunksOf(ParityLayout layout, int member, params int[] holders) =>
        holders.Select(holder => layout.ChunkOf(member, holder));
}
