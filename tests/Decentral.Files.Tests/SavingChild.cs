using Decentral.Children;

namespace Decentral.Files.Tests;

/// <summary>
/// Saves one file for ever, each time with another version and length; reports each version that is saved.
/// </summary>
internal static class SavingChild
{
    public const string Role = "save";

    public static int LengthOf(int version) => 100_000 + (version % 7 * 40_000);

    public static Task<int> Run(string path)
    {
        for (var version = 1; ; version++)
        {
            AtomicFile.Write(path, VersionedBytes.Of(version, LengthOf(version)));
            ChildProcess.Report($"{version}");
        }
    }
}
