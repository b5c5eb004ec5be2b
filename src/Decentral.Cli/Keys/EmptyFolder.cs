using Decentral.Cli.Hosting;
using Decentral.Cli.Listening;

namespace Decentral.Cli.Keys;

/// <summary>Folders for new keys: no key is ever overwritten.</summary>
internal static class EmptyFolder
{
    /// <summary>Makes a folder that others cannot read.</summary>
    /// <exception cref="MistakeException">There is something in it already.</exception>
    public static void Make(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new MistakeException($"--out: expected a new or empty folder, found something in {folder}; name another");
        }

        SecretFile.CreateFolder(folder);
    }
}
