namespace Decentral.Cli.Runs;

/// <summary>Where tokens of earlier runs are kept: the user's cache folder, as the XDG rules name it.</summary>
internal static class CacheFolder
{
    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "decentral",
        "tokens");
}
