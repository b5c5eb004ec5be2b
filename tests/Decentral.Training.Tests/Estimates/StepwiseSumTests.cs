using Decentral.Training.Estimates;

namespace Decentral.Training.Tests.Estimates;

public sealed class StepwiseSumTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 300)]
    [InlineData(127, 128)]
    [InlineData(5, 4)]
    [InlineData(200, 70_000)]
    public void Of_SizesThatGrow_IsTheSumOfEach(long first, long last)
    {
        var expected = 0L;
        for (var number = first; number <= last; number++)
        {
            expected += Size(number);
        }

        Assert.Equal(expected, StepwiseSum.Of(first, last, Size));
    }

    [Fact]
    public void Of_ALongRange_LooksAtFewOfIt()
    {
        var calls = 0;

        var sum = StepwiseSum.Of(1, 1_000_000_000, _ => ++calls > 0 ? 3 : 0);

        Assert.Equal(3_000_000_000, sum);
        Assert.Equal(2, calls);
    }

    private static long Size(long number) => number < 128 ? 1 : number < 256 ? 2 : number < 65_536 ? 3 : 5;
}
