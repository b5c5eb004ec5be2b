using System.Runtime.InteropServices;

namespace Decentral.EndToEnd;

/// <summary>Sends signals by the C library: a program for it takes as long to start as a small run takes to end.</summary>
internal static class ProcessSignal
{
    /// <summary>Sends a signal; false when the process has ended.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="name">INT, TERM, CONT or STOP.</param>
    public static bool TrySend(int process, string name) => Kill(process, NumberOf(name)) == 0;

    /// <summary>Of Linux on x86-64 and Arm.</summary>
    private static int NumberOf(string name) => name switch
    {
        "INT" => 2,
        "TERM" => 15,
        "CONT" => 18,
        "STOP" => 19,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Its number is not known here."),
    };

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
