using System.Globalization;

namespace Decentral.Benchmarks.Measuring;

/// <summary>The median of several runs with an interval that holds it with 95 % confidence.</summary>
internal readonly record struct Estimate(double Low, double Median, double High)
{
    /// <summary>Order statistics by the binomial distribution; with fewer than 6 values the ends are the extremes.</summary>
    public static Estimate Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var rank = LowRank(sorted.Length);
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Estimate(sorted[rank], median, sorted[^(rank + 1)]);
    }

    /// <summary>The median, and the interval in brackets.</summary>
    /// <param name="format">Of each number.</param>
    public string ToText(string format)
    {
        var text = CultureInfo.InvariantCulture;
        return $"{Median.ToString(format, text)} ({Low.ToString(format, text)} to {High.ToString(format, text)})";
    }

    /// <summary>The greatest rank whose tail, on each side, holds less than 2.5 % of Binomial(count, 1/2).</summary>
    private static int LowRank(int count)
    {
        var probability = Math.Pow(0.5, count);
        var tail = probability;
        var rank = 0;
        while (tail <= 0.025)
        {
            probability *= (double)(count - rank) / (rank + 1);
            tail += probability;
            rank++;
        }

        return Math.Max(0, rank - 1);
    }
}
