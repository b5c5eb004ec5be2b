namespace Decentral.Benchmarks.Reference;

/// <summary>Files of the repository that this program was built from.</summary>
internal static class Repository
{
    private const string Marker = "Decentral.sln";

    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The command line's program, where the launcher builds it to: with its own files around it, and no others.</summary>
    public static string Program => PathOf("artifacts", "bin", "Decentral.Cli", "release", "decentral.dll");

    /// <summary>The absolute path of a file or folder under the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds {Marker}: run this from the repository's artifacts.");
    }
}
