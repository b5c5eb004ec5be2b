namespace Decentral.Measuring;

/// <summary>What a call allocates on this thread.</summary>
internal static class Allocations
{
    private const int Calls = 50;

    /// <summary>
    /// The least of many calls: what a call allocates by itself it allocates in each, and what the runtime does while it compiles a
    /// method again, and runs it unoptimised for that, in some.
    /// </summary>
    public static long OfWarm(Action call)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Calls && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
