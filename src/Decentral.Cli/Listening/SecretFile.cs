using Decentral.Files;

namespace Decentral.Cli.Listening;

/// <summary>Files that nobody but their owner may read.</summary>
internal static class SecretFile
{
    /// <summary>Makes a folder for them, if it is not there.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Replaces or makes a file, at no time readable by others.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> bytes)
    {
        AtomicFile.Write(path, stream =>
        {
            if (stream is FileStream file && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            stream.Write(bytes.Span);
        });
    }
}
