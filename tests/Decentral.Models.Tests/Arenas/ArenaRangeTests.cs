using Decentral.Models.Arenas;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Arenas;

public sealed class ArenaRangeTests
{
    [Fact]
    public void Chunks_AnyRange_FollowOneAnotherWithoutGap() =>
        Prop.ForAll(UpTo(100), UpTo(100), Gen.Choose(1, 20).ToArbitrary(), (offset, length, max) =>
        {
            var end = (long)offset;
            foreach (var chunk in new ArenaRange(offset, length).Chunks(max))
            {
                Assert.Equal(end, chunk.Offset);
                Assert.InRange(chunk.Length, 1, max);
                end = chunk.End;
            }

            Assert.Equal(offset + length, end);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Chunks_BeyondTwoToThe31_AreCountedInLongs()
    {
        var range = new ArenaRange(3_000_000_000, 5_000_000_000);

        var last = default(ArenaRange);
        foreach (var chunk in range.Chunks(int.MaxValue))
        {
            last = chunk;
        }

        Assert.Equal(8_000_000_000, last.End);
        Assert.Equal(5_000_000_000 - (2L * int.MaxValue), last.Length);
    }

    private static Arbitrary<int> UpTo(int max) => Gen.Choose(0, max).ToArbitrary();
}
