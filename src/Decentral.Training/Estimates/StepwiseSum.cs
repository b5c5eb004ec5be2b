namespace Decentral.Training.Estimates;

/// <summary>Sums of sizes that only grow, and seldom: as that of a header does with the numbers in it.</summary>
internal static class StepwiseSum
{
    /// <summary>The sum over a range of integers, in a number of calls that grows with the steps and not with the range.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="last">The last one; the sum is 0 where it is below the first.</param>
    /// <param name="size">Never less for a greater integer.</param>
    public static long Of(long first, long last, Func<long, long> size)
    {
        if (first > last)
        {
            return 0;
        }

        var (least, most) = (size(first), size(last));
        if (least == most)
        {
            return (last - first + 1) * least;
        }

        var middle = first + ((last - first) / 2);
        return Of(first, middle, size) + Of(middle + 1, last, size);
    }
}
