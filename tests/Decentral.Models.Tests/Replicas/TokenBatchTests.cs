using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

public sealed class TokenBatchTests
{
    [Fact]
    public void Window_SecondSequence_IsTheSecondRow()
    {
        var batch = new TokenBatch(new long[] { 1, 2, 3, 4, 5, 6 }, sequences: 2);

        Assert.Equal(2, batch.Length);
        Assert.Equal(4, batch.TokenCount);
        Assert.Equal([4, 5, 6], batch.Window(1));
        Assert.Equal([4, 5, 6], batch.Slice(1, 1).Window(0));
    }

    [Theory]
    [InlineData(7, 2)]
    [InlineData(2, 2)]
    [InlineData(0, 1)]
    public void Constructor_NoWholeWindows_Throws(int tokens, int sequences) =>
        Assert.Throws<ArgumentException>(() => new TokenBatch(new long[tokens], sequences));

    [Fact]
    public void Constructor_NoSequences_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenBatch(new long[4], 0));
}
