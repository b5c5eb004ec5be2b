using System.Reflection;
using System.Runtime.InteropServices;

namespace Decentral.Benchmarks.Measuring;

/// <summary>What published figures must name.</summary>
internal static class Machine
{
    /// <summary>Processor, versions, commit, date, and how busy the machine is with other things.</summary>
    public static string Describe() => string.Join(", ", Facts());

    private static IEnumerable<string> Facts()
    {
        yield return $"{Processor()} with {Environment.ProcessorCount} cores";
        yield return RuntimeInformation.OSDescription;
        yield return RuntimeInformation.FrameworkDescription;
        yield return $"commit {Commit()}";
        yield return $"{DateTime.UtcNow:yyyy-MM-dd}";
        yield return $"load average {LoadAverage()} at the start";
    }

    private static string Processor() =>
        First("/proc/cpuinfo", line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string LoadAverage() => First("/proc/loadavg", _ => true)?.Split(' ')[0] ?? "unknown";

    private static string? First(string path, Func<string, bool> wanted) =>
        File.Exists(path) ? File.ReadLines(path).FirstOrDefault(wanted) : null;

    // The SDK writes the commit after a plus sign.
    private static string Commit()
    {
        var version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        var parts = version?.InformationalVersion.Split('+') ?? [];
        return parts.Length > 1 ? parts[1][..Math.Min(10, parts[1].Length)] : "unknown";
    }
}
