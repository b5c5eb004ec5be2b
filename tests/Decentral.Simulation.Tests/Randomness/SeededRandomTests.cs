using Decentral.Simulation.Randomness;

namespace Decentral.Simulation.Tests.Randomness;

public sealed class SeededRandomTests
{
    [Fact]
    public void Next_SeedZero_GivesTheValuesOfTheReference()
    {
        // xoshiro256** 1.0 with the state that SplitMix64 gives from 0, computed with the authors' C code.
        var random = new SeededRandom(0);

        var draws = new[] { random.Next(), random.Next(), random.Next() };

        Assert.Equal([0x99EC5F36CB75F2B4UL, 0xBF6E1F784956452AUL, 0x1A5F849D4933E6E0UL], draws);
    }

    [Fact]
    public void For_TwoPurposes_GivesStreamsThatDiffer()
    {
        var draws = new[] { SeededRandom.For(1, "a").Next(), SeededRandom.For(1, "b").Next(), SeededRandom.For(2, "a").Next() };

        Assert.Equal(3, draws.Distinct().Count());
        Assert.Equal(draws[0], SeededRandom.For(1, "a").Next());
    }

    [Fact]
    public void Below_ManyDraws_IsUniform()
    {
        var random = new SeededRandom(7);
        var counts = new int[10];

        for (var draw = 0; draw < 100_000; draw++)
        {
            counts[random.Below(10)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Between_TwoTimes_ReachesBothEnds()
    {
        var random = new SeededRandom(7);

        var draws = Enumerable.Range(0, 100).Select(_ => random.Between(new TimeSpan(5), new TimeSpan(7))).ToHashSet();

        Assert.Equal([new TimeSpan(5), new TimeSpan(6), new TimeSpan(7)], draws.Order());
    }

    [Fact]
    public void Chance_ManyDraws_ComesAsOftenAsSaid()
    {
        var random = new SeededRandom(7);

        var hits = Enumerable.Range(0, 100_000).Count(_ => random.Chance(0.3));

        Assert.InRange(hits, 29_000, 31_000);
    }
}
