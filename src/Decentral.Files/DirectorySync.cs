using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Decentral.Files;

/// <summary>
/// Makes names in a directory durable: after a file is synced, its name is not until the directory is too. .NET opens
/// no directories, so the C library does. Windows has no such call and journals names by itself.
/// </summary>
public static class DirectorySync
{
    private const int CloseOnExecLinux = 0x8_0000;
    private const int CloseOnExecMac = 0x100_0000;

    /// <summary>Makes a directory and those above it that are absent, durably.</summary>
    public static void Create(string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        var parent = Path.GetDirectoryName(directory)!;
        Create(parent);
        Directory.CreateDirectory(directory);
        Flush(parent);
    }

    /// <summary>Makes the names that are in a directory durable.</summary>
    /// <exception cref="IOException">The directory cannot be opened or synced.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(directory, OperatingSystem.IsMacOS() ? CloseOnExecMac : CloseOnExecLinux);
        if (descriptor < 0)
        {
            var error = new Win32Exception(Marshal.GetLastPInvokeError());
            throw new IOException($"{directory} could not be opened to sync it: {error.Message}", error);
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
