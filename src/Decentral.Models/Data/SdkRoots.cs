using System.Runtime.InteropServices;

namespace Decentral.Models.Data;

/// <summary>
/// Where .NET may be installed: folders that hold <c>dotnet</c>, <c>shared</c> and perhaps <c>packs</c>.
/// </summary>
internal static class SdkRoots
{
    /// <summary>
    /// Existing candidates, likeliest first: that of the running runtime, that of the running host, <c>DOTNET_ROOT</c>,
    /// then every <c>dotnet</c> on the <c>PATH</c> with its links followed.
    /// </summary>
    public static IReadOnlyList<string> Find() =>
        [.. Candidates().OfType<string>().Select(Path.TrimEndingDirectorySeparator).Where(Directory.Exists).Distinct()];

    private static IEnumerable<string?> Candidates()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        yield return HostFolder(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"));
        yield return HostFolder(Environment.ProcessPath);
        yield return Environment.GetEnvironmentVariable("DOTNET_ROOT");
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            yield return HostFolder(Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        }
    }

    private static string? HostFolder(string? host)
    {
        if (Path.GetFileNameWithoutExtension(host) != "dotnet" || !File.Exists(host))
        {
            return null;
        }

        var target = File.ResolveLinkTarget(host, returnFinalTarget: true);
        return Path.GetDirectoryName(target?.FullName ?? Path.GetFullPath(host));
    }
}
