using System.Diagnostics;

namespace Decentral.Benchmarks.Measuring;

/// <summary>Something to be measured against others.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Measure">Does its operations once, and is ready for another time when it returns.</param>
internal sealed record Contender(string Name, Func<Measurement> Measure)
{
    /// <summary>Something that this process does.</summary>
    /// <param name="name">For the table.</param>
    /// <param name="operations">How many one run does.</param>
    /// <param name="run">Does them.</param>
    public static Contender InProcess(string name, long operations, Action run) => new(name, () => Time(operations, run));

    private static Measurement Time(long operations, Action run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        run();
        var wall = Stopwatch.GetElapsedTime(began);
        return new Measurement(
            operations,
            wall,
            Environment.CpuUsage.TotalTime - cpu,
            GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
