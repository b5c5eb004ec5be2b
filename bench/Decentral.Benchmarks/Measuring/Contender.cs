using System.Diagnostics;

namespace Decentral.Benchmarks.Measuring;

/// <summary>Something to be measured against others.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Operations">How many one run does.</param>
/// <param name="Run">Does them; ready for another run when it returns.</param>
internal sealed record Contender(string Name, long Operations, Action Run)
{
    public Measurement Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        Run();
        var wall = Stopwatch.GetElapsedTime(began);
        return new Measurement(
            Operations,
            wall,
            Environment.CpuUsage.TotalTime - cpu,
            GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
