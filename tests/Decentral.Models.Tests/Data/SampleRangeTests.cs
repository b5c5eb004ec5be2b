using Decentral.Models.Data;

namespace Decentral.Models.Tests.Data;

public sealed class SampleRangeTests
{
    [Fact]
    public void SplitAt_AnyPlace_CoversTheRangeOnce()
    {
        var range = new SampleRange(10, 5);
        for (var count = 0; count <= 5; count++)
        {
            var (head, tail) = range.SplitAt(count);

            Assert.Equal((10, 10 + count), (head.First, head.End));
            Assert.Equal((10 + count, 15), (tail.First, tail.End));
        }
    }

    [Fact]
    public void SplitAt_BeyondTheRange_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleRange(10, 5).SplitAt(6));

    [Fact]
    public void Contains_Edges_IncludesTheFirstAndNotTheEnd()
    {
        var range = new SampleRange(10, 5);

        Assert.Equal([false, true, true, false], new long[] { 9, 10, 14, 15 }.Select(range.Contains));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 1)]
    public void Constructor_NoRangeOfIndices_Throws(long first, long count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleRange(first, count));

    [Fact]
    public void ToString_Always_IsHalfOpen() => Assert.Equal("[10, 15)", new SampleRange(10, 5).ToString());
}
