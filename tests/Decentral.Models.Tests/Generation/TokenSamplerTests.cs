using Decentral.Models.Generation;

namespace Decentral.Models.Tests.Generation;

public sealed class TokenSamplerTests
{
    [Fact]
    public void Sample_TemperatureZero_TakesTheFirstOfTheLikeliest() =>
        Assert.Equal(1, TokenSampler.Sample([0, 3, 3, 1], new SamplingOptions { Temperature = 0 }, 0));

    [Fact]
    public void Sample_ManyDraws_FollowTheSoftmax()
    {
        float[] logits = [0, MathF.Log(2), MathF.Log(3), float.NegativeInfinity];

        var counts = Count(logits, new SamplingOptions { Temperature = 1, Seed = 5 });

        Assert.Equal(1 / 6.0, counts[0] / 30_000.0, 0.01);
        Assert.Equal(2 / 6.0, counts[1] / 30_000.0, 0.01);
        Assert.Equal(3 / 6.0, counts[2] / 30_000.0, 0.01);
        Assert.Equal(0, counts[3]);
    }

    [Fact]
    public void Sample_LowerTemperature_PrefersTheLikelier()
    {
        float[] logits = [0, MathF.Log(2)];

        var counts = Count(logits, new SamplingOptions { Temperature = 0.5, Seed = 5 });

        Assert.Equal(4 / 5.0, counts[1] / 30_000.0, 0.01);
    }

    [Fact]
    public void Sample_TopTwo_NeverTakesAnother()
    {
        var counts = Count([1, 2, 0, 2, 2], new SamplingOptions { Temperature = 10, TopK = 2, Seed = 5 });

        Assert.Equal([0, 0, 0], new[] { counts[0], counts[2], counts[4] });
        Assert.Equal(30_000, counts[1] + counts[3]);
    }

    [Fact]
    public void Sample_SamePosition_TakesTheSameToken()
    {
        var options = new SamplingOptions { Temperature = 1, Seed = 5 };

        var first = Enumerable.Range(0, 50).Select(position => TokenSampler.Sample(new float[9], options, position));
        var again = Enumerable.Range(0, 50).Select(position => TokenSampler.Sample(new float[9], options, position));
        var other = Enumerable.Range(0, 50).Select(
            position => TokenSampler.Sample(new float[9], options with { Seed = 6 }, position));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    private static int[] Count(float[] logits, SamplingOptions options)
    {
        var counts = new int[logits.Length];
        for (var position = 0; position < 30_000; position++)
        {
            counts[TokenSampler.Sample(logits.ToArray(), options, position)]++;
        }

        return counts;
    }
}
