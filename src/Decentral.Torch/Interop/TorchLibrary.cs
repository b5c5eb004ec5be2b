using System.Reflection;
using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>
/// Finds and loads the native library at the first call into it, never before: libtorch takes most of a second to
/// load, and commands that touch no tensor must not pay for it.
/// </summary>
internal static partial class TorchLibrary
{
    /// <summary>The name that every import of this assembly carries.</summary>
    internal const string Name = "decentral_torch";

    /// <summary>Equal to <c>kAbiVersion</c> in native/abi.h.</summary>
    internal const int AbiVersion = 1;

    private const string FileName = "libdecentral_torch.so";

    private static readonly Lock Gate = new();
    private static nint _loaded;

    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(TorchLibrary).Assembly, Resolve);

    /// <summary>Loads the library in <paramref name="folder"/> and checks that it is of this build.</summary>
    /// <exception cref="DllNotFoundException">
    /// The file, or a library that it needs, is missing or of another build.
    /// </exception>
    internal static nint Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new DllNotFoundException(
                $"The native part of Decentral.Torch was expected at {path} but is not there: build again, and keep " +
                $"{FileName} beside the program.");
        }

        LetOpenMpWaitPassively();
        try
        {
            var library = Checked(NativeLibrary.Load(path), path);
            KeepFreedMemory(library);
            return library;
        }
        catch (DllNotFoundException failure)
        {
            throw new DllNotFoundException(
                $"{path} could not be loaded: {failure.Message.ReplaceLineEndings(" ")} Install libtorch (apt-get " +
                "install libtorch-dev libopenblas0-pthread), or build again with LIBTORCH naming the one to use.",
                failure);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Name)
        {
            return 0;
        }

        lock (Gate)
        {
            return _loaded != 0 ? _loaded : _loaded = Load(AppContext.BaseDirectory);
        }
    }

    private static unsafe nint Checked(nint library, string path)
    {
        var found = NativeLibrary.TryGetExport(library, "dt_abi_version", out var function)
            ? ((delegate* unmanaged<int>)function)()
            : 0;
        return found == AbiVersion
            ? library
            : throw new DllNotFoundException(
                $"{path} has interface version {found} but this build needs {AbiVersion}: build again.");
    }

    // Not an import: those would look for the library that is being loaded here.
    private static unsafe void KeepFreedMemory(nint library) =>
        ((delegate* unmanaged<void>)NativeLibrary.GetExport(library, "dt_keep_memory"))();

    /// <summary>
    /// Threads that wait for work by spinning made a step ten times slower on a machine with other work. OpenMP reads
    /// the setting from the C environment when it is loaded, which .NET's own setter does not reach; what the person
    /// has set stays.
    /// </summary>
    private static void LetOpenMpWaitPassively()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
